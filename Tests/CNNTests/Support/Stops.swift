import Testing

extension ExitTest.Result? {
    /// Whether a program that stopped said this.
    func said(_ sentence: String) -> Bool {
        self.map { String(decoding: $0.standardErrorContent, as: UTF8.self).contains(sentence) } ?? false
    }
}
