"""The networks once more, as lists of operations that PyTorch and ONNX Runtime both are given (NCHW), with our weights."""
import json

import numpy as np


def read_tensors(path):
    """The tensors of a safetensors file by name."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = np.memmap(path, np.uint8, "r", file.tell())
    return {name: data[slice(*entry["data_offsets"])].view(np.float32).reshape(entry["shape"])
            for name, entry in header.items() if name != "__metadata__"}


class Net:
    def __init__(self, channels, size, path):
        self.ops, self.weights = [], {}
        self.channels, self.input, self.pixels = {"x": channels}, [channels, size, size], 1
        tensors, example = read_tensors(path + ".safetensors"), read_tensors(path + ".example.safetensors")
        # One image and our output for it.
        self.image, self.output = example["image"].transpose(0, 3, 1, 2), example["output"]
        # Each kind of weights in the order of the layers.
        self.left = {}
        for name in sorted(tensors):
            kind = name.split(".")[1]
            self.left.setdefault((kind, tensors[name].ndim) if kind == "weight" else kind, []).append(tensors[name])

    def _take(self, kind, shape):
        weight = self.left[kind].pop(0)
        assert weight.shape == tuple(shape), f"{kind} {weight.shape} instead of {shape}"
        return weight

    def _new(self, kind, sources, channels, weights=(), **settings):
        name = f"t{len(self.ops)}"
        names = []
        for i, w in enumerate(weights):
            names.append(f"{name}_{i}")
            self.weights[names[-1]] = np.ascontiguousarray(w)
        self.ops.append((kind, name, sources, names, settings))
        self.channels[name] = channels
        return name

    def conv(self, x, filters, k, stride=1, pad=0, bias=True, relu=True):
        w = self._take(("weight", 4), [k, k, self.channels[x], filters]).transpose(3, 2, 0, 1)
        bias = [self._take("bias", [filters])] if bias else []
        y = self._new("conv", [x], filters, [w] + bias, stride=stride, pad=pad)
        return self.relu(y) if relu else y

    def norm(self, x, relu=True):
        c = self.channels[x]
        kinds = ["gamma", "beta", "runningMean", "runningVariance"]
        y = self._new("norm", [x], c, [self._take(kind, [c]) for kind in kinds])
        return self.relu(y) if relu else y

    def relu(self, x): return self._new("relu", [x], self.channels[x])
    def add(self, a, b): return self._new("add", [a, b], self.channels[a])
    def concat(self, xs): return self._new("concat", xs, sum(self.channels[x] for x in xs))
    def lrn(self, x): return self._new("lrn", [x], self.channels[x])
    def mean(self, x): return self._new("mean", [x], self.channels[x])

    def flatten(self, x, pixels):
        self.pixels = pixels
        return self._new("flatten", [x], self.channels[x] * pixels)

    def pool(self, x, size, stride, pad=0, up=False):
        return self._new("max", [x], self.channels[x], size=size, stride=stride, pad=pad, up=up)

    def average(self, x, size): return self._new("average", [x], self.channels[x], size=size)

    def shrink(self, x, channels):
        """Option A: every other pixel, channels of zeros."""
        return self._new("shrink", [x], channels, add=channels - self.channels[x])

    def dense(self, x, units, relu=True):
        c, pixels = self.channels[x], self.pixels
        # We flatten images with their channels last.
        w = self._take(("weight", 2), [c, units]).reshape(pixels, c // pixels, units).transpose(2, 1, 0).reshape(units, c)
        self.pixels = 1
        y = self._new("dense", [x], units, [w, self._take("bias", [units])])
        return self.relu(y) if relu else y


def vgg16(n):
    x = "x"
    for count, channels in zip([2, 2, 3, 3, 3], [64, 128, 256, 512, 512]):
        for _ in range(count): x = n.conv(x, channels, 3, pad=1)
        x = n.pool(x, 2, 2)
    x = n.flatten(x, 49)
    n.dense(n.dense(n.dense(x, 4096), 4096), 1000, relu=False)


def alexnet(n):
    x = "x"
    x = n.pool(n.conv(x, 64, 11, 4, 2), 3, 2)
    x = n.pool(n.conv(x, 192, 5, pad=2), 3, 2)
    x = n.conv(n.conv(n.conv(x, 384, 3, pad=1), 256, 3, pad=1), 256, 3, pad=1)
    x = n.flatten(n.pool(x, 3, 2), 36)
    n.dense(n.dense(n.dense(x, 4096), 4096), 1000, relu=False)


def resnet(n, stages, bottleneck):
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


def googlenet(n):
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


def lenet5(n):
    x = n.average(n.conv("x", 6, 5), 2)
    x = n.flatten(n.average(n.conv(x, 16, 5), 2), 25)
    n.dense(n.dense(n.dense(x, 120), 84), 10, relu=False)


def resnet20(n):
    x = n.norm(n.conv("x", 16, 3, pad=1, bias=False, relu=False))
    for stage in range(3):
        for block in range(3):
            stride = 2 if stage > 0 and block == 0 else 1
            y = n.norm(n.conv(x, 16 << stage, 3, stride, 1, bias=False, relu=False))
            y = n.norm(n.conv(y, 16 << stage, 3, 1, 1, bias=False, relu=False), relu=False)
            x = n.relu(n.add(y, x if stride == 1 else n.shrink(x, 16 << stage)))
    n.dense(n.flatten(n.mean(x), 1), 10, relu=False)


NETWORKS = {
    "vgg16": (3, 224, vgg16), "alexnet": (3, 224, alexnet), "googlenet": (3, 224, googlenet), "lenet5": (1, 32, lenet5),
    "resnet18": (3, 224, lambda n: resnet(n, [2, 2, 2, 2], False)),
    "resnet50": (3, 224, lambda n: resnet(n, [3, 4, 6, 3], True)), "resnet20": (3, 32, resnet20),
}


def network(name, folder):
    channels, size, build = NETWORKS[name]
    net = Net(channels, size, f"{folder}/{name}")
    build(net)
    return net
