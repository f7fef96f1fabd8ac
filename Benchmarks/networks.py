"""The networks once more, as lists of operations that PyTorch and ONNX Runtime both are given (NCHW)."""
import numpy as np


class Net:
    def __init__(self, channels, size, seed=1):
        self.ops, self.weights, self.random = [], {}, np.random.default_rng(seed)
        self.channels, self.input = {"x": channels}, [channels, size, size]

    def _new(self, kind, sources, channels, weights=(), **settings):
        name = f"t{len(self.ops)}"
        names = []
        for i, w in enumerate(weights):
            names.append(f"{name}_{i}")
            self.weights[names[-1]] = w.astype(np.float32)
        self.ops.append((kind, name, sources, names, settings))
        self.channels[name] = channels
        return name

    def conv(self, x, filters, k, stride=1, pad=0, bias=True, relu=True):
        c = self.channels[x]
        w = self.random.standard_normal((filters, c, k, k)) * (2 / (c * k * k)) ** 0.5
        y = self._new("conv", [x], filters, [w] + ([np.zeros(filters)] if bias else []), stride=stride, pad=pad)
        return self.relu(y) if relu else y

    def norm(self, x, relu=True):
        c = self.channels[x]
        y = self._new("norm", [x], c, [np.ones(c), np.zeros(c), np.zeros(c), np.ones(c)])
        return self.relu(y) if relu else y

    def relu(self, x): return self._new("relu", [x], self.channels[x])
    def add(self, a, b): return self._new("add", [a, b], self.channels[a])
    def concat(self, xs): return self._new("concat", xs, sum(self.channels[x] for x in xs))
    def lrn(self, x): return self._new("lrn", [x], self.channels[x])
    def mean(self, x): return self._new("mean", [x], self.channels[x])
    def flatten(self, x, pixels): return self._new("flatten", [x], self.channels[x] * pixels)

    def pool(self, x, size, stride, pad=0, up=False):
        return self._new("max", [x], self.channels[x], size=size, stride=stride, pad=pad, up=up)

    def average(self, x, size): return self._new("average", [x], self.channels[x], size=size)

    def shrink(self, x, channels):
        """Option A: every other pixel, channels of zeros."""
        return self._new("shrink", [x], channels, add=channels - self.channels[x])

    def dense(self, x, units, relu=True):
        c = self.channels[x]
        w = self.random.standard_normal((units, c)) * (2 / c) ** 0.5
        y = self._new("dense", [x], units, [w, np.zeros(units)])
        return self.relu(y) if relu else y


def vgg16():
    n, x = Net(3, 224), "x"
    for count, channels in zip([2, 2, 3, 3, 3], [64, 128, 256, 512, 512]):
        for _ in range(count): x = n.conv(x, channels, 3, pad=1)
        x = n.pool(x, 2, 2)
    x = n.flatten(x, 49)
    n.dense(n.dense(n.dense(x, 4096), 4096), 1000, relu=False)
    return n


def alexnet():
    n, x = Net(3, 224), "x"
    x = n.pool(n.conv(x, 64, 11, 4, 2), 3, 2)
    x = n.pool(n.conv(x, 192, 5, pad=2), 3, 2)
    x = n.conv(n.conv(n.conv(x, 384, 3, pad=1), 256, 3, pad=1), 256, 3, pad=1)
    x = n.flatten(n.pool(x, 3, 2), 36)
    n.dense(n.dense(n.dense(x, 4096), 4096), 1000, relu=False)
    return n


def resnet(stages, bottleneck):
    n = Net(3, 224)
    x = n.pool(n.norm(n.conv("x", 64, 7, 2, 3, bias=False, relu=False)), 3, 2, 1)
    for stage, blocks in enumerate(stages):
        channels = 64 << stage
        for block in range(blocks):
            stride = 2 if stage > 0 and block == 0 else 1
            bare = dict(bias=False, relu=False)
            if bottleneck:
                y = n.norm(n.conv(x, channels, 1, **bare))
                y = n.norm(n.conv(y, channels, 3, stride, 1, **bare))
                y = n.norm(n.conv(y, 4 * channels, 1, **bare), relu=False)
            else:
                y = n.norm(n.conv(x, channels, 3, stride, 1, **bare))
                y = n.norm(n.conv(y, channels, 3, 1, 1, **bare), relu=False)
            if block == 0 and (bottleneck or stage > 0):
                x = n.norm(n.conv(x, n.channels[y], 1, stride, **bare), relu=False)
            x = n.relu(n.add(y, x))
    n.dense(n.flatten(n.mean(x), 1), 1000, relu=False)
    return n


def googlenet():
    n = Net(3, 224)

    def inception(x, a, b, c, d):
        parts = [n.conv(x, a, 1), n.conv(n.conv(x, b[0], 1), b[1], 3, pad=1)]
        parts += [n.conv(n.conv(x, c[0], 1), c[1], 5, pad=2), n.conv(n.pool(x, 3, 1, 1), d, 1)]
        return n.concat(parts)

    x = n.lrn(n.pool(n.conv("x", 64, 7, 2, 3), 3, 2, up=True))
    x = n.pool(n.lrn(n.conv(n.conv(x, 64, 1), 192, 3, pad=1)), 3, 2, up=True)
    x = inception(inception(x, 64, (96, 128), (16, 32), 32), 128, (128, 192), (32, 96), 64)
    x = inception(n.pool(x, 3, 2, up=True), 192, (96, 208), (16, 48), 64)
    x = inception(x, 160, (112, 224), (24, 64), 64)
    x = inception(x, 128, (128, 256), (24, 64), 64)
    x = inception(x, 112, (144, 288), (32, 64), 64)
    x = n.pool(inception(x, 256, (160, 320), (32, 128), 128), 3, 2, up=True)
    x = inception(inception(x, 256, (160, 320), (32, 128), 128), 384, (192, 384), (48, 128), 128)
    n.dense(n.flatten(n.mean(x), 1), 1000, relu=False)
    return n


def lenet5():
    n = Net(1, 32)
    x = n.average(n.conv("x", 6, 5), 2)
    x = n.flatten(n.average(n.conv(x, 16, 5), 2), 25)
    n.dense(n.dense(n.dense(x, 120), 84), 10, relu=False)
    return n


def resnet20():
    n = Net(3, 32)
    x = n.norm(n.conv("x", 16, 3, pad=1, bias=False, relu=False))
    for stage in range(3):
        for block in range(3):
            stride = 2 if stage > 0 and block == 0 else 1
            y = n.norm(n.conv(x, 16 << stage, 3, stride, 1, bias=False, relu=False))
            y = n.norm(n.conv(y, 16 << stage, 3, 1, 1, bias=False, relu=False), relu=False)
            x = n.relu(n.add(y, x if stride == 1 else n.shrink(x, 16 << stage)))
    n.dense(n.flatten(n.mean(x), 1), 10, relu=False)
    return n


NETWORKS = {
    "vgg16": vgg16, "alexnet": alexnet, "resnet18": lambda: resnet([2, 2, 2, 2], False),
    "resnet50": lambda: resnet([3, 4, 6, 3], True), "googlenet": googlenet, "lenet5": lenet5, "resnet20": resnet20,
}
