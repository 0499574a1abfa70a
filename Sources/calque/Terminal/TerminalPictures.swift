import CalqueKit
import Foundation

extension StandardOutput {
    /// The terminal's width in columns; 100 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return 100
        }
        return Int(size.ws_col)
    }

    /// What colours standard output can show: none where it is no terminal, or where `NO_COLOR`
    /// asks for none.
    static var colors: TerminalColors {
        let environment = ProcessInfo.processInfo.environment
        guard isTerminal, environment["NO_COLOR"] == nil, environment["TERM"] != "dumb" else {
            return .none
        }
        return ["truecolor", "24bit"].contains(environment["COLORTERM"]) ? .trueColor : .palette256
    }
}
