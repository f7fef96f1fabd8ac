import CDuktape

/// A JavaScript engine that runs the typesetting libraries of the site. This is the only place that calls Duktape.
final class ScriptEngine {
    /// An error that a script threw.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let context: OpaquePointer

    /// Starts an engine and runs scripts in it.
    init(scripts: [(name: String, text: String)]) throws {
        guard let context = duk_create_heap(nil, nil, nil, nil, nil) else {
            throw Failure(description: "There is no memory for a JavaScript engine.")
        }
        self.context = context
        for script in scripts {
            duk_push_string(context, script.name)
            let flags = duk_uint_t(1 | DUK_COMPILE_SAFE | DUK_COMPILE_NOSOURCE)
            let text = script.text.scriptBytes.map { CChar(bitPattern: $0) }
            guard duk_compile_raw(context, text, text.count, flags) == 0, duk_pcall(context, 0) == 0 else {
                throw Failure(description: "\(script.name): \(popString())")
            }
            duk_pop(context)
        }
    }

    deinit { duk_destroy_heap(context) }

    /// Calls a global function with strings, and returns its result as one.
    func call(_ function: String, _ arguments: String...) throws(Failure) -> String {
        duk_get_global_lstring(context, function, function.utf8.count)
        for argument in arguments {
            let text = argument.scriptBytes.map { CChar(bitPattern: $0) }
            duk_push_lstring(context, text, text.count)
        }
        let code = duk_pcall(context, duk_idx_t(arguments.count))
        let result = popString()
        guard code == 0 else { throw Failure(description: result) }
        return result
    }

    private func popString() -> String {
        var length = 0
        defer { duk_pop(context) }
        guard let bytes = duk_safe_to_lstring(context, -1, &length) else { return "" }
        return String(scriptBytes: UnsafeRawBufferPointer(start: bytes, count: length))
    }
}
