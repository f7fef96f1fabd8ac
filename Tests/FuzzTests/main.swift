// The program that `make fuzz` runs: libFuzzer around one of the targets.

/// libFuzzer's own main function; `-sanitize=fuzzer` links it.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

guard CommandLine.argc > 1, let name = CommandLine.unsafeArgv[1], let chosen = targets[String(cString: name)] else {
    fatalError("Name a target: \(targets.keys.sorted().joined(separator: ", ")).")
}
let target = chosen
var count = CommandLine.argc - 1
var arguments = CommandLine.unsafeArgv + 1
_ = runFuzzer(&count, &arguments) { bytes, count in
    target(Array(UnsafeBufferPointer(start: bytes, count: count)))
    return 0
}
