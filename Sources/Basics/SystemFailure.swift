import Foundation

extension CalqueError {
    /// A call of the operating system that failed, as a sentence: what could not be done, where,
    /// the system's reason and what to do.
    ///
    /// - Parameters:
    ///   - action: What was tried, as the words after "Cannot": `"read"`, `"write"`.
    ///   - path: The file or folder, as the user knows it.
    ///   - code: The system's `errno`. Take it at once: the next call overwrites it.
    package static func system(cannot action: String, _ path: String, code: Int32) -> CalqueError {
        let reason = String(cString: strerror(code))
        return CalqueError(
            "Cannot \(action) \(path): \(reason). \(advice(for: code))", kind: .system)
    }

    private static func advice(for code: Int32) -> String {
        switch code {
        case ENOSPC, EDQUOT: "Free some space on that disk, or choose another place."
        case EFBIG: "Raise the limit of file sizes (ulimit -f), or choose another disk."
        case EACCES, EPERM: "Check the permissions of the file and of the folder that holds it."
        case ENOENT, ENOTDIR: "Check that the path is right and that the folder exists."
        case EROFS: "Choose a place on a disk that can be written."
        case EISDIR: "Name a file, not a folder."
        case EMFILE, ENFILE: "Raise the limit of open files (ulimit -n)."
        case ENAMETOOLONG: "Choose a shorter name."
        default: "Check the disk and the path."
        }
    }
}
