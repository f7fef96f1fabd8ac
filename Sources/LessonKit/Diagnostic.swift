public struct Diagnostic {}
