/// Finds paths and names of files, and options of commands.
enum PathScanner {
    private static let fileExtensions: Set<String> = [
        "bash", "bin", "bmp", "bz2", "c", "cc", "cfg", "conf", "cpp", "css", "csv", "db", "deb",
        "desktop", "dll", "doc", "docx", "epub", "exe", "gif", "gz", "h", "hpp", "htm", "html",
        "ini",
        "ico", "iso", "jar", "java", "jpeg", "jpg", "js", "json", "key", "lock", "log", "md", "mo",
        "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf", "pem", "php", "pl", "png", "po", "pot",
        "ppt", "pptx", "ps", "py", "rb", "rpm", "rs", "rst", "rtf", "sh", "so", "sql", "srt", "svg",
        "swift", "tar", "tex", "tgz", "tif", "tiff", "toml", "ts", "tsv", "txt", "vtt", "wav",
        "webp", "woff", "xls", "xlsx", "xml", "xz", "yaml", "yml", "zip", "zst",
    ]

    /// The most characters of a path: a longer one is nothing that anybody wrote.
    private static let longest = 300

    static func begins(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isNamePart || "/~.\\".unicodeScalars.contains(scalar)
    }

    /// The end of a path: `/etc/hosts`, `~/x`, `./x`, `C:\x`, `src/main.c`, `config.yaml`.
    static func end(_ text: ScalarText, _ start: Int) -> Int? {
        guard isStart(text, start) else { return nil }
        if text[start].isASCIILetter, text[start + 1] == ":", text[start + 2] == "\\" {
            return trimmed(text, start, windowsEnd(text, start + 3), atLeast: start + 4)
        }
        let end = text.end(from: start, atMost: longest, while: isPart)
        let isRooted =
            text[start] == "/" || text.has("~/", at: start)
            || text.has("./", at: start) || text.has("../", at: start)
        if isRooted {
            let name = text.end(from: start) { "./~".unicodeScalars.contains($0) }
            guard text[name].isNamePart, !text.has("//", at: start) else { return nil }
            return trimmed(text, start, end, atLeast: name + 1)
        }
        guard let last = trimmed(text, start, end, atLeast: start + 3) else { return nil }
        return hasFileExtension(text[start..<last]) && text.isWordEnd(last) ? last : nil
    }

    private static func isStart(_ text: ScalarText, _ start: Int) -> Bool {
        guard start > 0 else { return true }
        let before = text[start - 1]
        return before.isWhitespace || "([{<\"'`“‘«=:,>".unicodeScalars.contains(before)
    }

    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isWordPart || "/._-+~@%{}$*#&=".unicodeScalars.contains(scalar)
    }

    private static func windowsEnd(_ text: ScalarText, _ start: Int) -> Int {
        text.end(from: start, atMost: longest) { isPart($0) || $0 == "\\" }
    }

    /// The end without the punctuation of the sentence.
    private static func trimmed(
        _ text: ScalarText, _ start: Int, _ end: Int, atLeast least: Int
    ) -> Int? {
        var end = end
        while end > start, ".-=&".unicodeScalars.contains(text[end - 1]) { end -= 1 }
        return end >= least ? end : nil
    }

    private static func hasFileExtension(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex,
            name.first?.isNumber == false
        else { return false }
        let end = name[name.index(after: dot)...]
        return fileExtensions.contains(String(end)) || fileExtensions.contains(end.lowercased())
    }

    /// The end of `--option`, without a value.
    static func optionEnd(_ text: ScalarText, _ start: Int) -> Int? {
        guard isStart(text, start) || text[start - 1] == "|" || text[start - 1] == "/",
            text[start + 1] == "-", text[start + 2].isASCIILetter
        else { return nil }
        var end = text.end(from: start + 2) { $0.isNamePart || $0 == "-" }
        while text[end - 1] == "-" { end -= 1 }
        return end
    }
}
