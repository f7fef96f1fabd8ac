"""Writes what PyTorch computes where libraries like to differ: pooling over sizes, strides, paddings and roundings, batch norm
of one example, optimizers over 20 steps, and the names in torchvision's state dictionaries. DifferentialTests compares.

    python3 make_differences.py        (needs: pip install numpy torch torchvision)
"""
import os
import numpy as np
import torch
import torch.nn.functional as F
import torchvision.models as models

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch")
path = lambda name: os.path.join(here, name)


def pattern(*shape):
    """Numbers between -5 and 5 without two alike close by, in the order of our axes."""
    return (((np.arange(np.prod(shape)) * 37 % 101) - 50) / 10).astype(np.float32).reshape(shape)


def first(x):  # channels last to channels first
    return torch.from_numpy(np.ascontiguousarray(np.moveaxis(x, -1, 1)))


def last(t):
    return np.ascontiguousarray(np.moveaxis(t.detach().numpy(), 1, -1))


def pooling():
    rows, numbers = [], []
    for height, width in [(1, 1), (2, 3), (5, 7), (6, 6)]:
        for size in [1, 2, 3, 4]:
            for stride in [1, 2, 3]:
                for padding in range(size // 2 + 1):
                    for up in [0, 1]:
                        for kind in ["max", "mean", "mean with padding"]:
                            x = first(pattern(1, height, width, 2)).requires_grad_()
                            try:
                                y = (F.max_pool2d(x, size, stride, padding, ceil_mode=bool(up)) if kind == "max" else
                                     F.avg_pool2d(x, size, stride, padding, ceil_mode=bool(up),
                                                  count_include_pad=kind != "mean"))
                            except RuntimeError:
                                y = None  # the output would be empty
                            code = [["max", "mean", "mean with padding"].index(kind), height, width, size, stride, padding, up]
                            if y is None:
                                rows.append(code + [0, 0])
                                continue
                            y.backward(first(pattern(*np.moveaxis(y.detach().numpy(), 1, -1).shape)))
                            rows.append(code + [y.shape[2], y.shape[3]])
                            numbers += [last(y).ravel(), last(x.grad).ravel()]
    np.savez_compressed(path("pooling.npz"), cases=np.array(rows, np.uint8), numbers=np.concatenate(numbers))


def batch_norm():
    """One picture in training: outputs, running averages and the input's gradient."""
    layer = torch.nn.BatchNorm2d(2).train()
    x = first(pattern(1, 2, 3, 2)).requires_grad_()
    y = layer(x)
    y.backward(first(pattern(1, 2, 3, 2)[:, ::-1].copy()))
    np.savez(path("batch-norm.npz"), y=last(y), dx=last(x.grad), mean=layer.running_mean.numpy(),
             variance=layer.running_var.numpy())
    try:
        torch.nn.BatchNorm2d(2).train()(torch.zeros(1, 2, 1, 1))
        raise SystemExit("PyTorch normalizes a single value now.")
    except ValueError as error:
        print(error)


def optimizers():
    """Twenty steps on six examples; decay for weights alone, as parameters of two groups."""
    result = {}
    x, labels = torch.from_numpy(pattern(6, 5) / 5), torch.arange(6) % 3
    make = {"sgd": lambda g: torch.optim.SGD(g, lr=0.1), "momentum": lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9),
            "rmsprop": lambda g: torch.optim.RMSprop(g, lr=0.01, alpha=0.9, eps=1e-6),
            "adam": lambda g: torch.optim.Adam(g, lr=0.01, eps=1e-7)}
    for name, rule in make.items():
        for decay in [0, 0.02]:
            w1, w2 = (torch.from_numpy(pattern(*s) / 5).requires_grad_() for s in [(5, 4), (4, 3)])
            b1, b2 = torch.zeros(4, requires_grad=True), torch.zeros(3, requires_grad=True)
            optimizer = rule([{"params": [w1, w2], "weight_decay": decay}, {"params": [b1, b2], "weight_decay": 0}])
            for _ in range(20):
                optimizer.zero_grad()
                F.cross_entropy(torch.tanh(x @ w1 + b1) @ w2 + b2, labels).backward()
                optimizer.step()
            for key, tensor in [("0.weight", w1), ("0.bias", b1), ("2.weight", w2), ("2.bias", b2)]:
                result[f"{name}{'-decay' if decay else ''}/{key}"] = tensor.detach().numpy()
    np.savez_compressed(path("optimizers.npz"), **result)


def names():
    lines = []
    for name in ["resnet18", "resnet34", "resnet50", "alexnet", "vgg16", "vgg19"]:
        with torch.device("meta"):
            model = getattr(models, name)()
        lines += [" ".join([name, key] + [str(n) for n in t.shape]) for key, t in model.state_dict().items()]
    open(path("names.txt"), "w").write("\n".join(lines) + "\n")


pooling()
batch_norm()
optimizers()
names()
