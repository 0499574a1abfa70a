internal import CKernels

/// Keys and values in several matrices, as the steps of a decoder leave them behind.
public struct KeyValueBlocks {
    /// A row of a block.
    public struct Place: Sendable {
        let code: UInt32

        /// The place of row `row` of block `block`, both below 65,536.
        public init(block: Int, row: Int) {
            precondition(
                block < 1 << 16 && row < 1 << 16, "row \(row) of block \(block) of keys and values")
            code = UInt32(block) << 16 | UInt32(row)
        }
    }

    let matrices: [Tensor]
    let places: [Place]

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
    ///   - segments: The `keys` of a segment are indices of `blocks.places`.
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
        let keys = blocks.matrices.map { Optional(UnsafeRawPointer($0.pointer)) }
        let values = blocks.matrices.map {
            Optional(UnsafeRawPointer($0.pointer + shape.width * $0.elementType.byteCount))
        }
        let columns = HeadColumns(first)
        blocks.places.withUnsafeBufferPointer { places in
            places.withMemoryRebound(to: UInt32.self) { places in
                keys.withUnsafeBufferPointer { keys in
                    values.withUnsafeBufferPointer { values in
                        var table = ck_blocks(
                            places: places.baseAddress, keys: keys.baseAddress,
                            values: values.baseAddress)
                        withUnsafePointer(to: &table) { table in
                            attend(query, columns, columns, segments, shape, blocks: table, out)
                        }
                    }
                }
            }
        }
        out.clearRows(from: segments.queryEnd)
        return out
    }

    private func attend(
        _ query: HeadColumns, _ key: HeadColumns, _ value: HeadColumns,
        _ segments: AttentionSegments, _ shape: AttentionShape,
        blocks: UnsafePointer<ck_blocks>, _ out: Tensor
    ) {
        segments.kernelSegments.withUnsafeBufferPointer { buffer in
            var call = kernelCall(query, key, value, buffer, shape, .off)
            call.blocks = blocks
            let workspace = attentionWorkspace(&call)
            ck_attention_forward(&call, out.columns(), nil, nil, workspace.pointer)
        }
    }
}
