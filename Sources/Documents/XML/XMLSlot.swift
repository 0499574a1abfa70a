import Basics

/// A place in a document where the text of a segment stands.
struct XMLSlot: Sendable {
    /// All bytes that the segment takes. It may hold those of others, such as a note in a paragraph.
    let range: Range<Int>
    /// What is in it.
    let content: InlineContent
    /// What writes other content.
    let writer: any XMLSlotWriter
}

/// Writes a segment of one format.
protocol XMLSlotWriter: Sendable {
    /// The bytes for content.
    ///
    /// - Parameters:
    ///   - content: What is to be in the slot.
    ///   - context: What else is to be written into the document.
    ///   - slot: Which slot of it this is.
    /// - Throws: `CalqueError` when it cannot be written.
    func bytes(
        of content: InlineContent, _ context: XMLRendering, slot: Int
    ) throws -> [UInt8]
}

/// A document with new content of some segments, while it is written.
struct XMLRendering: Sendable {
    let spans: XMLSpans
    /// The slots by where they begin, one that holds others before them.
    let slots: [XMLSlot]
    /// What is new; nil where nothing is.
    let contents: [InlineContent?]

    /// A document with new content.
    ///
    /// - Parameters:
    ///   - contents: One for each slot.
    init(_ spans: XMLSpans, _ slots: [XMLSlot], _ contents: some Collection<InlineContent?>) {
        (self.spans, self.slots, self.contents) = (spans, slots, Array(contents))
    }

    /// Whether anything is new.
    var hasChanges: Bool { contents.contains { $0 != nil } }

    /// The bytes of a part of the document, with what is new in it.
    ///
    /// - Parameter first: The first slot that may be in it.
    /// - Throws: As writers of slots do.
    func bytes(in range: Range<Int>, from first: Int = 0) throws -> [UInt8] {
        var result: [UInt8] = []
        let edits = try edits(in: range, from: first)
        EditedBytes(spans.bytes, edits).append(range, to: &result)
        return result
    }

    /// What is new, as edits of the document.
    ///
    /// - Throws: As writers of slots do.
    func edits() throws -> [ByteEdit] {
        try edits(in: 0..<spans.bytes.count, from: 0)
    }

    private func edits(in range: Range<Int>, from first: Int) throws -> [ByteEdit] {
        var result: [ByteEdit] = []
        var index = firstSlot(at: range.lowerBound, from: first)
        var position = range.lowerBound
        while index < slots.count, slots[index].range.lowerBound < range.upperBound {
            let slot = slots[index]
            if let content = contents[index], slot.range.lowerBound >= position,
                slot.range.upperBound <= range.upperBound
            {
                let bytes = try slot.writer.bytes(of: content, self, slot: index)
                result.append(ByteEdit(slot.range, bytes))
                position = slot.range.upperBound
            }
            index += 1
        }
        return result
    }

    /// The first slot that begins at a place or behind it.
    private func firstSlot(at position: Int, from first: Int) -> Int {
        slots[first...].partitioningIndex { $0.range.lowerBound >= position }
    }
}
