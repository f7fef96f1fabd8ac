/// A number's text with commas between thousands.
package func grouped(_ number: String) -> String {
    let sign = number.hasPrefix("-") ? "-" : ""
    let parts = number.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    guard parts[0].count > 3, parts[0].allSatisfy({ $0.isNumber }) else { return number }
    var whole = ""
    for (i, digit) in parts[0].enumerated() {
        if i > 0 && (parts[0].count - i) % 3 == 0 { whole += "," }
        whole.append(digit)
    }
    return sign + whole + (parts.count > 1 ? "." + parts[1] : "")
}
