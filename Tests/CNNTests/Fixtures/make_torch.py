"""Writes what PyTorch computes from the weights that PyTorchTests draws too: logits of torchvision's networks, and the weights
of two small networks after two steps of Adam and of momentum.

    python3 make_torch.py        (needs: pip install numpy torch torchvision)
"""
import os
import numpy as np
import torch
import torch.nn.functional as F

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch")
os.makedirs(here, exist_ok=True)
path = lambda name: os.path.join(here, name)
u64 = np.uint64


def split_mix(seed, count):
    """The first numbers of SplitMix64, all at once: its state is a counter."""
    with np.errstate(over="ignore"):
        z = u64(seed) + u64(0x9E3779B97F4A7C15) * np.arange(1, count + 1, dtype=u64)
        z = (z ^ (z >> u64(30))) * u64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> u64(27))) * u64(0x94D049BB133111EB)
    return z ^ (z >> u64(31))


def logarithm(x):
    significand, exponent = np.frexp(x)
    significand, exponent = significand * 2, exponent - 1.0
    large = significand > 1.4142135623730951
    significand, exponent = np.where(large, significand * 0.5, significand), exponent + large
    t = (significand - 1) / (significand + 1)
    total = np.full_like(t, 1 / 23)
    for odd in range(21, 0, -2):
        total = total * (t * t) + 1 / odd
    return exponent * 0.6931471805599453 + 2 * t * total


CENTRAL = ([3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
            4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3],
           [1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
            2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3])
MIDDLE = ([1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
           1.27045825245236838258, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4],
          [1, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
           1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9])
FAR = ([6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
       [1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15])


def ratio(r, both):
    top, bottom = np.full_like(r, both[0][7]), np.full_like(r, both[1][7])
    for i in range(6, -1, -1):
        top, bottom = top * r + both[0][i], bottom * r + both[1][i]
    return top / bottom


def uniform(seed, count):
    return ((split_mix(seed, count) >> u64(12)).astype(np.float64) + 0.5) * 2.0**-52


def normal(seed, count):
    """Algorithm AS 241, as the library has it."""
    p = uniform(seed, count)
    q = p - 0.5
    result = q * ratio(0.180625 - q * q, CENTRAL)
    tails = np.abs(q) > 0.425
    qt, pt = q[tails], p[tails]
    r = np.sqrt(-logarithm(np.where(qt < 0, pt, 1 - pt)))
    distance = np.where(r <= 5, ratio(r - 1.6, MIDDLE), ratio(r - 5, FAR))
    result[tails] = np.where(qt < 0, -distance, distance)
    return result.astype(np.float32)


def seed_of(name):
    """FNV-1a of the name."""
    value = 0xCBF29CE484222325
    for byte in name.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def seeded(name, shape):
    """The tensor of this name, in PyTorch's order of axes: matrices and kernels as He draws them, the rest near 0 or 1."""
    count = int(np.prod(shape))
    if name.endswith("running_var"):
        values = uniform(seed_of(name), count).astype(np.float32) + np.float32(0.5)
    elif len(shape) >= 2:
        values = np.sqrt(np.float32(2) / np.float32(np.prod(shape[1:]))) * normal(seed_of(name), count)
    elif name.endswith("weight"):
        values = 1 + np.float32(0.1) * normal(seed_of(name), count)
    else:
        values = np.float32(0.1) * normal(seed_of(name), count)
    return torch.from_numpy(values.reshape(shape))


def fill(model):
    model.load_state_dict({name: seeded(name, tuple(t.shape)) if t.dim() else t for name, t in model.state_dict().items()})
    return model


def images(count, size, channels):
    values = normal(seed_of("images"), count * size * size * channels).reshape(count, size, size, channels)
    return torch.from_numpy(values).permute(0, 3, 1, 2).contiguous()


class LeNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.c1, self.c3 = torch.nn.Conv2d(1, 6, 5), torch.nn.Conv2d(6, 16, 5)
        self.c5, self.f6, self.output = torch.nn.Linear(400, 120), torch.nn.Linear(120, 84), torch.nn.Linear(84, 10)

    def forward(self, x):
        x = F.avg_pool2d(F.relu(self.c1(x)), 2)
        x = F.avg_pool2d(F.relu(self.c3(x)), 2)
        return self.output(F.relu(self.f6(F.relu(self.c5(x.flatten(1))))))


class SmallResidual(torch.nn.Module):
    """A stem, one block with the identity and one with a projection, all with batch norm."""

    def __init__(self):
        import torchvision.models as models
        super().__init__()
        self.conv1, self.bn1 = torch.nn.Conv2d(3, 8, 3, padding=1, bias=False), torch.nn.BatchNorm2d(8)
        block = models.resnet.BasicBlock
        down = torch.nn.Sequential(torch.nn.Conv2d(8, 16, 1, 2, bias=False), torch.nn.BatchNorm2d(16))
        self.layer1 = torch.nn.Sequential(block(8, 8), block(8, 16, 2, down))
        self.fc = torch.nn.Linear(16, 10)

    def forward(self, x):
        return self.fc(self.layer1(F.relu(self.bn1(self.conv1(x)))).mean(dim=(2, 3)))


def main():
    import torchvision.models as models
    torch.set_num_threads(2)
    for name in ["resnet18", "resnet50", "vgg16", "alexnet"]:
        model = fill(getattr(models, name)()).eval()
        with torch.no_grad():
            logits = model(images(1, 224, 3))
        print(name, logits.abs().max().item())
        np.save(path(name + ".npy"), logits.numpy())
    labels = torch.arange(8) % 10
    for name, make, x in [("lenet", LeNet, images(8, 32, 1)), ("residual", SmallResidual, images(8, 16, 3))]:
        for rule in ["adam", "momentum"]:
            model = fill(make()).train()
            optimizer = (torch.optim.Adam(model.parameters(), lr=0.001) if rule == "adam"
                         else torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=0))
            for _ in range(2):
                optimizer.zero_grad()
                F.cross_entropy(model(x), labels).backward()
                optimizer.step()
            state = {n: t.numpy() for n, t in model.state_dict().items() if t.dim()}
            np.savez(path(f"{name}-{rule}.npz"), **state)


if __name__ == "__main__":
    main()
