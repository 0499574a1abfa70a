internal import CKernels

/// Keys and values in several matrices, as the steps of a decoder leave them behind.
public struct KeyValueBlocks {
    /// A row of a block.
    public struct Place: Sendable {
        let code: UInt64

        /// The place of row `row` of block `block`.
        public init(block: Int, row: Int) {
            code = UInt64(UInt32(block)) << 32 | UInt64(UInt32(row))
        }
    }

    let matrices: [Tensor]
    let places: [Place]

    /// Blocks, and which of their rows are attended to.
    ///
    /// - Parameters:
    ///   - matrices: `[rows, 2 d]` each, of one type: keys, then values.
    ///   - places: The rows, in the order in which the segments of an attention speak of them.
    public init(_ matrices: [Tensor], places: [Place]) {
        self.matrices = matrices
        self.places = places
    }
}

extension Context {
    /// The type that keys and values are kept in between the steps of a decoder: the activations',
    /// but bfloat16 beside int8 products, whose rounding is coarser than its own.
    public var keyValueType: ElementType { precision == .int8 ? .bfloat16 : elementType }

    /// Scaled dot-product attention to keys and values in blocks. For inference: it leaves no
    /// gradient.
    ///
    /// - Parameters:
    ///   - query: Columns of a `[rows, …]` matrix, `shape.width` wide.
    ///   - blocks: The keys and values.
    ///   - segments: The `keys` of a segment are indices of `blocks.places`.
    ///   - shape: Heads and their width.
    /// - Returns: `[query rows, shape.width]`; filler rows are zero.
    public func attention(
        query: HeadColumns, blocks: KeyValueBlocks, segments: AttentionSegments,
        shape: AttentionShape
    ) -> Tensor {
        precondition(tape == nil, "attention to blocks has no gradient")
        precondition(
            segments.keyEnd <= blocks.places.count && segments.queryEnd <= query.tensor.rows,
            "attention segments end at \(segments.queryEnd), \(segments.keyEnd) of "
                + "\(query.tensor.shape), \(blocks.places.count) places")
        let out = tensor(query.tensor.rows, shape.width)
        guard let first = blocks.matrices.first else { return out }
        precondition(
            blocks.matrices.allSatisfy {
                $0.columns == 2 * shape.width && $0.elementType == first.elementType
            }, "attention of width \(shape.width) over blocks such as \(first.shape)")
        let matrices = blocks.matrices.map { Optional(UnsafeRawPointer($0.pointer)) }
        blocks.places.withUnsafeBufferPointer { places in
            places.withMemoryRebound(to: UInt64.self) { places in
                matrices.withUnsafeBufferPointer { matrices in
                    var table = ck_blocks(
                        places: places.baseAddress, matrices: matrices.baseAddress,
                        stride: Int64(first.columns), value_offset: Int64(shape.width))
                    attend(query, HeadColumns(first), segments, shape, &table, out)
                }
            }
        }
        out.clearRows(from: segments.queryEnd)
        return out
    }

    /// - Parameter keys: Of the type and shape of all blocks.
    private func attend(
        _ query: HeadColumns, _ keys: HeadColumns, _ segments: AttentionSegments,
        _ shape: AttentionShape, _ blocks: UnsafePointer<ck_blocks>, _ out: Tensor
    ) {
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = kernelCall(query, keys, keys, buffer, shape, .off)
            call.blocks = blocks
            let workspace = attentionWorkspace(&call)
            ck_attention_forward(&call, out.columns(), nil, nil, workspace.pointer)
        }
    }
}
