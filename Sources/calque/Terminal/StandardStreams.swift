import CalqueKit
import Foundation

/// Results: written in whole blocks, and not lost silently when the disk is full.
enum StandardOutput {
    /// Writes text; no line feed is added.
    ///
    /// - Throws: `CalqueError` when the system does not take it.
    static func write(_ text: String) throws {
        try text.utf8.withContiguousStorageIfAvailable { try write(UnsafeRawBufferPointer($0)) }
            ?? Array(text.utf8).withUnsafeBytes { try write($0) }
    }

    /// Writes bytes.
    ///
    /// - Throws: `CalqueError` when the system does not take them.
    static func write(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try write($0) }
    }

    /// Writes a line.
    static func writeLine(_ line: String = "") throws { try write(line + "\n") }

    /// Whether somebody reads along.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The terminal's width in columns; 100 where there is none.
    static var width: Int { terminalWidth(STDOUT_FILENO) ?? 100 }

    /// What colours can be shown: none where there is no terminal, or where `NO_COLOR` asks for none.
    static var colors: TerminalColors {
        let environment = ProcessInfo.processInfo.environment
        guard isTerminal, environment["NO_COLOR"] == nil, environment["TERM"] != "dumb" else {
            return .none
        }
        return ["truecolor", "24bit"].contains(environment["COLORTERM"]) ? .trueColor : .palette256
    }

    private static func write(_ bytes: UnsafeRawBufferPointer) throws {
        guard let code = SystemOutput.write(bytes, to: STDOUT_FILENO) else { return }
        throw CalqueError(
            """
            Standard output cannot be written (\(String(cString: strerror(code)))). Make room, or \
            send it elsewhere.
            """, kind: .system)
    }
}

/// What a pipe brings.
enum StandardInput {
    /// All of it.
    ///
    /// - Throws: `CalqueError` when it cannot be read.
    static func readAll() throws -> [UInt8] {
        do {
            return Array(try FileHandle.standardInput.readToEnd() ?? Data())
        } catch {
            throw CalqueError(
                "Standard input cannot be read: \(error.localizedDescription)", kind: .system)
        }
    }
}

/// Progress, warnings and errors.
enum StandardError {
    /// Writes text; no line feed is added. There is nobody to tell when it fails, and no work ends
    /// because its words cannot be written.
    static func write(_ text: String) {
        withoutPipeSignal {
            Array(text.utf8).withUnsafeBytes { _ = SystemOutput.write($0, to: STDERR_FILENO) }
        }
    }

    /// Runs `body` without the signal that comes to a thread that writes to a pipe nobody reads any
    /// more, and that ends the process: `2>&1 | tee` goes first at Ctrl-C.
    ///
    /// Standard output keeps it: a program whose results nobody takes has nothing left to do.
    private static func withoutPipeSignal(_ body: () -> Void) {
        var pipe = sigset_t()
        var previous = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, &previous)
        body()
        var pending = sigset_t()
        sigpending(&pending)
        if sigismember(&pending, SIGPIPE) == 1 {
            var number: Int32 = 0
            sigwait(&pipe, &number)
        }
        pthread_sigmask(SIG_SETMASK, &previous, nil)
    }

    /// Writes a line.
    static func writeLine(_ line: String) { write(line + "\n") }

    /// Writes a line or two, unless their reader has stalled: a process that a signal ends does not
    /// wait for one.
    static func offer(_ text: String) {
        var request = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        if poll(&request, 1, patience) > 0 { write(text) }
    }

    /// Milliseconds in which a reader that has not stalled takes something.
    private static let patience: Int32 = 200

    /// Whether somebody reads along.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The terminal's width in columns; 80 where there is none.
    static var width: Int { terminalWidth(STDERR_FILENO) ?? 80 }
}

private func terminalWidth(_ stream: Int32) -> Int? {
    var size = winsize()
    guard ioctl(stream, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
}
