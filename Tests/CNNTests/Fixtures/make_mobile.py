"""Writes what PyTorch computes for the layers and networks of MobileNet: outputs and gradients of single layers over kernels,
strides, paddings and dilations; MobileNet v2's logits, and a small network after 50 steps of AdamW, from the weights that
MobileTests draws too.

    python3 make_mobile.py        (needs: pip install numpy torch)
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from make_torch import fill, images, path


def pattern(*shape):
    """Numbers between -5 and 5 without two alike close by, in the order of our axes."""
    return (((np.arange(np.prod(shape)) * 37 % 101) - 50) / 10).astype(np.float32).reshape(shape)


def first(x):  # channels last to channels first
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(x, -1, 1)))


def last(t):
    return np.ascontiguousarray(np.moveaxis(t.detach().numpy(), 1, -1))


def kernel(w):  # ours to PyTorch's order: [f, f, in, out] to [out, in, f, f]
    return torch.from_numpy(np.ascontiguousarray(w.transpose(3, 2, 0, 1))).requires_grad_()


def one(result, name, function, x, weight=None):
    """The function's output, and its gradients where the output's is the pattern."""
    x = first(x).requires_grad_()
    y = function(x) if weight is None else function(x, weight)
    y.backward(first(pattern(*last(y).shape)))
    result[name + "/y"], result[name + "/dx"] = last(y), last(x.grad)
    if weight is not None:
        result[name + "/dw"] = np.ascontiguousarray(weight.grad.numpy().transpose(2, 3, 1, 0))


def layers():
    result = {}
    for k in [2, 3, 5]:
        for s in [1, 2, 3]:
            for p in [0, 2]:
                for d in [1, 2]:
                    if 7 + 2 * p < (k - 1) * d + 1:
                        continue
                    x = pattern(2, 8, 7, 4)
                    one(result, f"depthwise {k} {s} {p} {d}",
                        lambda x, w: F.conv2d(x, w, None, s, p, d, groups=4), x, kernel(pattern(k, k, 1, 4)))
                    one(result, f"dilated {k} {s} {p} {d}",
                        lambda x, w: F.conv2d(x, w, None, s, p, d), x, kernel(pattern(k, k, 4, 3)))
                    if d == 1 and p < k:
                        for extra in {0, s - 1}:
                            one(result, f"transposed {k} {s} {p} {extra}",
                                lambda x, w: F.conv_transpose2d(x, w, None, s, p, extra), pattern(2, 3, 4, 2),
                                kernel(pattern(k, k, 3, 2)))
    for factor in [1, 2, 3]:
        for mode in ["nearest", "bilinear"]:
            one(result, f"{mode} {factor}", lambda x: F.interpolate(x, scale_factor=factor, mode=mode), pattern(2, 3, 4, 2))
    one(result, "relu6", lambda x: F.relu6(2 * x) / 2, pattern(2, 3, 4, 5))
    one(result, "silu", F.silu, pattern(2, 3, 4, 5))
    np.savez_compressed(path("mobile-layers.npz"), **result)


class Scaled(nn.Module):
    """Squeeze-and-excitation, by torchvision's names."""

    def __init__(self, channels, squeezed):
        super().__init__()
        self.fc1, self.fc2 = nn.Conv2d(channels, squeezed, 1), nn.Conv2d(squeezed, channels, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.fc2(F.relu(self.fc1(x.mean((2, 3), keepdim=True)))))


def block(inputs, outputs, k=3, s=1, groups=1, activation=nn.ReLU6):
    return nn.Sequential(nn.Conv2d(inputs, outputs, k, s, k // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs),
                         activation())


class InvertedResidual(nn.Module):
    def __init__(self, inputs, outputs, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        parts = [block(inputs, inner, 1)] if expansion != 1 else []
        parts += [block(inner, inner, 3, stride, inner), nn.Conv2d(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs)]
        self.conv, self.adds = nn.Sequential(*parts), stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


class MobileNetV2(nn.Module):
    """As in the paper's table 2, its modules named as in torchvision."""

    def __init__(self):
        super().__init__()
        parts, inputs = [block(3, 32, 3, 2)], 32
        for t, c, n, s in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
                           (6, 320, 1, 1)]:
            for i in range(n):
                parts.append(InvertedResidual(inputs, c, s if i == 0 else 1, t))
                inputs = c
        self.features = nn.Sequential(*parts, block(320, 1280, 1))
        self.classifier = nn.Sequential(nn.Dropout(0.2), nn.Linear(1280, 1000))

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class MobileNetV1(nn.Module):
    """As in the paper's table 1."""

    def __init__(self):
        super().__init__()
        parts, inputs = [block(3, 32, 3, 2, activation=nn.ReLU)], 32
        for c, s in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
            parts.append(nn.Sequential(block(inputs, inputs, 3, s, inputs, nn.ReLU), block(inputs, c, 1, activation=nn.ReLU)))
            inputs = c
        self.features, self.classifier = nn.Sequential(*parts), nn.Linear(1024, 1000)

    def forward(self, x):
        return self.classifier(self.features(x).mean((2, 3)))


class SmallSeparable(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(block(3, 8), InvertedResidual(8, 16, 2, 2), InvertedResidual(16, 16, 1, 2),
                                      Scaled(16, 4), nn.SiLU())
        self.fc = nn.Linear(16, 10)

    def forward(self, x):
        return self.fc(self.features(x).mean((2, 3)))


def main():
    torch.set_num_threads(2)
    layers()
    for name, make in [("mobilenet-v1", MobileNetV1), ("mobilenet-v2", MobileNetV2)]:
        model = fill(make()).eval()
        with torch.no_grad():
            logits = model(images(1, 224, 3))
        print(name, sum(p.numel() for p in model.parameters()), logits.abs().max().item())
        np.save(path(name + ".npy"), logits.numpy())
    # Matrices and kernels decay, vectors do not.
    model = fill(SmallSeparable()).double().train()
    groups = [{"params": [p for p in model.parameters() if (p.dim() > 1) == decays], "weight_decay": 0.05 * decays}
              for decays in [True, False]]
    optimizer, losses = torch.optim.AdamW(groups, lr=0.002), []
    x, labels = images(8, 16, 3).double(), torch.arange(8) % 10
    for _ in range(50):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), labels, label_smoothing=0.1)
        losses.append(loss.item())
        loss.backward()
        optimizer.step()
    state = {n: t.numpy() for n, t in model.state_dict().items() if t.dim()}
    np.savez_compressed(path("separable-adamw.npz"), losses=np.array(losses), **state)
    print(losses[0], losses[-1])


main()
