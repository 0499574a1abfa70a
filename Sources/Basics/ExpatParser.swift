import CExpat

/// What every reader of XML by expat agrees on: nothing outside a document is read, and entities
/// grow to no more than a bound.
package enum ExpatParser {
    /// The most elements that may stand in each other.
    package static let depthLimit = 1000

    /// Bounds what entities grow to, and has those that nobody declared skipped.
    ///
    /// The handler of external entities is to call ``readNothing(_:)`` where it has no context.
    ///
    /// - Parameter parser: An `XML_Parser` that has read nothing yet.
    package static func setLimits(_ parser: OpaquePointer) {
        XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser, 20)
        XML_SetBillionLaughsAttackProtectionActivationThreshold(parser, 1 << 20)
        // As if there were a document type elsewhere, which `readNothing` reads: entities that
        // nobody declared are then skipped.
        XML_UseForeignDTD(parser, XML_Bool(XML_TRUE))
        XML_SetParamEntityParsing(parser, XML_PARAM_ENTITY_PARSING_ALWAYS)
    }

    /// Takes a part of the document type that is elsewhere for empty: expat counts it as read then,
    /// and does not require all entities to be declared.
    ///
    /// - Parameter parser: The `XML_Parser` that came upon it.
    package static func readNothing(_ parser: OpaquePointer) {
        guard let part = XML_ExternalEntityParserCreate(parser, nil, nil) else { return }
        defer { XML_ParserFree(part) }
        XML_Parse(part, " ", 1, 1)
    }

    /// Half a sentence that says what is wrong with a document.
    ///
    /// - Parameter parser: The `XML_Parser` that stopped at it.
    package static func problem(of parser: OpaquePointer) -> String {
        switch XML_GetErrorCode(parser) {
        case XML_ERROR_AMPLIFICATION_LIMIT_BREACH:
            "its entities grow to many times the size of the file"
        case XML_ERROR_UNKNOWN_ENCODING:
            "its encoding is none of UTF-8, UTF-16, ISO-8859-1 and US-ASCII"
        case let code:
            XML_ErrorString(code).map { String(cString: $0) } ?? "not well-formed"
        }
    }
}
