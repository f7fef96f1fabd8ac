/// How reports and pages write a duration.
public enum DurationText {
    /// `under 1 ms`, whole milliseconds below a second, and above it seconds with one decimal.
    public static func short(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        if seconds < 0.001 { return "under 1 ms" }
        return milliseconds < 1000 ? "\(milliseconds) ms" : "\((seconds * 10).rounded() / 10) s"
    }

    /// Seconds with three decimals, at least nine characters wide, for a column of durations.
    public static func column(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        let text = "\(milliseconds / 1000).\(String(milliseconds % 1000 + 1000).dropFirst()) s"
        return String(repeating: " ", count: max(9 - text.count, 0)) + text
    }
}
