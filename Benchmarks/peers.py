"""The other sides: `peers.py torch|onnxruntime|openblas [FOLDER]` answers the same requests as ours (see Ours/Ours.swift); the
folder has our weights of each network."""
import importlib
import os
import resource
import sys
import time

import numpy as np

from networks import network

THREADS = int(os.environ.get("CNN_THREADS", os.cpu_count()))


def check(net, output):
    """Stops if a network computes something else than ours."""
    error = np.abs(np.asarray(output) - net.output).max() / np.abs(net.output).max()
    if not error < 1e-3: sys.exit(f"{sys.argv[1]}: the output for our image differs from ours by {error:.2g} of its largest number")


def torch_function(net, training=False):
    import torch
    import torch.nn.functional as F

    w = {k: torch.tensor(v) for k, v in net.weights.items()}
    trained = []
    for kind, _, _, names, _ in net.ops:
        for i, name in enumerate(names):
            if training and not (kind == "norm" and i > 1): trained.append(w[name].requires_grad_())

    def run(x):
        t = {"x": x}
        for kind, name, sources, names, s in net.ops:
            a, p = t[sources[0]], [w[n] for n in names]
            if kind == "conv": y = F.conv2d(a, p[0], p[1] if len(p) > 1 else None, s["stride"], s["pad"])
            elif kind == "norm": y = F.batch_norm(a, p[2], p[3], p[0], p[1], training)
            elif kind == "relu": y = F.relu(a)
            elif kind == "add": y = a + t[sources[1]]
            elif kind == "concat": y = torch.cat([t[i] for i in sources], 1)
            elif kind == "lrn": y = F.local_response_norm(a, 5, 5e-4, 0.75, 2)
            elif kind == "mean": y = F.adaptive_avg_pool2d(a, 1)
            elif kind == "flatten": y = torch.flatten(a, 1)
            elif kind == "max": y = F.max_pool2d(a, s["size"], s["stride"], s["pad"], ceil_mode=s["up"])
            elif kind == "average": y = F.avg_pool2d(a, s["size"])
            elif kind == "shrink": y = F.pad(a[:, :, ::2, ::2], (0, 0, 0, 0, 0, s["add"]))
            elif kind == "dense": y = F.linear(a, p[0], p[1])
            t[name] = y
        return y

    return run, trained


def torch_elementwise(operation, count):
    """The same on as many numbers from ½ to 1½: a square matrix, or images of 56×56 pixels with 64 channels, which lie last where
    that is the faster order for PyTorch."""
    import torch
    import torch.nn.functional as F

    side = int(count ** 0.5)
    x, y = torch.rand(side, side) + 0.5, torch.rand(side, side) + 0.5
    images = torch.rand(max(1, count // (56 * 56 * 64)), 64, 56, 56) + 0.5
    last = images.contiguous(memory_format=torch.channels_last)
    kernels, biases = torch.rand(64, 1, 3, 3), torch.rand(64)
    kernels_last = kernels.contiguous(memory_format=torch.channels_last)
    return {
        "add": lambda: x + y, "scale": lambda: x * 1.1, "exp": lambda: torch.exp(x), "log": lambda: torch.log(x),
        "sum": lambda: x.sum(), "columnSums": lambda: x.sum(0), "rowSums": lambda: x.sum(1), "rowMaxima": lambda: x.amax(1),
        "transpose": lambda: x.t().contiguous(),
        "toChannelsFirst": lambda: last.contiguous(memory_format=torch.contiguous_format),
        "toChannelsLast": lambda: images.contiguous(memory_format=torch.channels_last),
        "localResponse": lambda: F.local_response_norm(images, 5, 5e-4, 0.75, 2),
        "averagePool": lambda: F.avg_pool2d(last, 3, 2),
        "maxPool": lambda: F.max_pool2d(last, 3, 2),
        "depthwise": lambda: F.conv2d(last, kernels_last, biases, padding=1, groups=64),
        # The same with the channels first.
        "averagePoolFirst": lambda: F.avg_pool2d(images, 3, 2),
        "maxPoolFirst": lambda: F.max_pool2d(images, 3, 2),
        "localResponseLast": lambda: F.local_response_norm(last, 5, 5e-4, 0.75, 2),
        "depthwiseFirst": lambda: F.conv2d(images, kernels, biases, padding=1, groups=64),
    }[operation]


def torch_work(parts):
    import torch

    torch.set_num_threads(THREADS)
    if parts[0] == "elementwise":
        operation = torch_elementwise(parts[1], int(parts[2]))

        def compute():
            with torch.inference_mode(): operation()
        return compute
    if parts[0] == "product":
        m, n, k = map(int, parts[1:])
        a, b = torch.rand(m, k), torch.rand(k, n)
        return lambda: a @ b
    net, batch = network(parts[1], sys.argv[2]), int(parts[2])
    x = torch.rand(batch, *net.input)
    run, _ = torch_function(net)
    with torch.inference_mode(): check(net, run(torch.tensor(net.image)))
    if parts[0] == "predict":
        def predict():
            with torch.inference_mode(): run(x)
        return predict
    run, trained = torch_function(net, training=True)
    answers = torch.arange(batch) % 10
    if parts[1] == "lenet5": optimizer = torch.optim.Adam(trained, lr=0.001)
    else: optimizer = torch.optim.SGD(trained, lr=0.01, momentum=0.9)

    def step():
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(run(x), answers).backward()
        optimizer.step()
    return step


def onnx_work(parts):
    import onnx
    import onnxruntime
    from onnx import TensorProto, helper

    if parts[0] != "predict": return None
    net, batch = network(parts[1], sys.argv[2]), int(parts[2])
    nodes = []
    for kind, name, sources, weights, s in net.ops:
        def node(op, inputs=sources + weights, **settings): nodes.append(helper.make_node(op, inputs, [name], **settings))
        if kind == "conv": node("Conv", strides=[s["stride"]] * 2, pads=[s["pad"]] * 4)
        elif kind == "norm": node("BatchNormalization")
        elif kind == "relu": node("Relu")
        elif kind == "add": node("Add")
        elif kind == "concat": node("Concat", axis=1)
        elif kind == "lrn": node("LRN", size=5, alpha=5e-4, beta=0.75, bias=2.0)
        elif kind == "mean": node("GlobalAveragePool")
        elif kind == "flatten": node("Flatten")
        elif kind == "max":
            node("MaxPool", kernel_shape=[s["size"]] * 2, strides=[s["stride"]] * 2, pads=[s["pad"]] * 4,
                 ceil_mode=int(s["up"]))
        elif kind == "average": node("AveragePool", kernel_shape=[s["size"]] * 2, strides=[s["size"]] * 2)
        elif kind == "dense": node("Gemm", transB=1)
        else: return None

    def outside(name, shape):
        """Weights that lie in no file but in memory, where they need not be copied four times."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
        tensor.external_data.add(key="location", value="memory")
        return tensor

    graph = helper.make_graph(
        nodes, "net", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [batch] + net.input)],
        [helper.make_tensor_value_info(net.ops[-1][1], TensorProto.FLOAT, None)],
        [outside(name, weight.shape) for name, weight in net.weights.items()])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    options = onnxruntime.SessionOptions()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(weight) for weight in net.weights.values()]
    options.add_external_initializers(list(net.weights), values)
    options.intra_op_num_threads = THREADS
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    x = np.repeat(net.image, batch, 0)
    check(net, session.run(None, {"x": x})[0][:1])
    # The session may read the weights where they are.
    return lambda kept=(net, values): session.run(None, {"x": x})


def openblas_work(parts):
    if parts[0] != "product": return None
    m, n, k = map(int, parts[1:])
    a, b = np.random.rand(m, k).astype(np.float32), np.random.rand(k, n).astype(np.float32)
    return lambda: a @ b


def main():
    make = {"torch": torch_work, "onnxruntime": onnx_work, "openblas": openblas_work}[sys.argv[1]]
    # Before the first request, while our side still prepares.
    if sys.argv[1] != "openblas": importlib.import_module(sys.argv[1])
    kept_name = work = None
    for line in sys.stdin:
        name, seconds = line.split()
        if name != kept_name:
            kept_name, work = name, make(name.split(":"))
            if work: work()
        if work is None:
            print("unknown", flush=True)
            continue
        times, start = [], time.perf_counter()
        while True:
            before = time.perf_counter()
            work()
            times.append((time.perf_counter() - before) * 1e3)
            if time.perf_counter() - start >= float(seconds): break
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        print(" ".join(map(str, times)), "|", peak, flush=True)


main()
