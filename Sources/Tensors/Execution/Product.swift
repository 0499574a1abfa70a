internal import COneDNN

/// A matrix as a product takes it: a window into row-major memory.
struct MatrixView {
    let pointer: UnsafeMutableRawPointer
    let rows: Int
    let columns: Int
    /// Elements from one row to the next.
    let stride: Int
    let elementType: ElementType

    init(_ tensor: Tensor) {
        self.init(
            pointer: tensor.pointer, rows: tensor.rows, columns: tensor.columns,
            elementType: tensor.elementType)
    }

    init(_ weight: Parameter, _ precision: Precision) {
        self.init(
            pointer: weight.computePointer(precision), rows: weight.rows, columns: weight.columns,
            elementType: precision.elementType)
    }

    init(
        pointer: UnsafeMutableRawPointer, rows: Int, columns: Int, stride: Int? = nil,
        elementType: ElementType
    ) {
        self.pointer = pointer
        self.rows = rows
        self.columns = columns
        self.stride = stride ?? columns
        self.elementType = elementType
    }

    /// Some of the rows.
    func rows(_ range: Range<Int>) -> MatrixView {
        MatrixView(
            pointer: pointer + range.lowerBound * stride * elementType.byteCount, rows: range.count,
            columns: columns, stride: stride, elementType: elementType)
    }

    /// Some of the columns.
    func columns(_ range: Range<Int>) -> MatrixView {
        MatrixView(
            pointer: pointer + range.lowerBound * elementType.byteCount, rows: rows,
            columns: range.count, stride: stride, elementType: elementType)
    }
}

/// A factor of a product: a matrix as it lies in memory or its transpose.
enum Factor {
    case plain(MatrixView)
    case transposed(MatrixView)

    var view: MatrixView {
        switch self {
        case .plain(let view), .transposed(let view): view
        }
    }

    var isTransposed: Bool {
        if case .transposed = self { true } else { false }
    }

    /// Rows and columns after the transposition.
    var size: (rows: Int, columns: Int) {
        isTransposed ? (view.columns, view.rows) : (view.rows, view.columns)
    }
}

/// What happens to a product on its way into the result.
struct ProductOptions: Hashable {
    /// Add to what the result holds.
    var accumulates = false
    /// Clip below at zero, after the bias.
    var relu = false
}

/// oneDNN's compiled products, one for every shape met.
final class ProductCache {
    private struct Key: Hashable {
        let rows, columns, inner: Int
        let leftStride, rightStride, resultStride: Int
        let types: [ElementType]
        let leftTransposed, rightTransposed, bias: Bool
        let options: ProductOptions
    }

    private final class Compiled {
        let handle: OpaquePointer

        init(_ handle: OpaquePointer) { self.handle = handle }
        deinit { onednn_product_destroy(handle) }
    }

    /// Enough for every shape of a large model; beyond it the shapes are a stream that will not
    /// come back.
    private static let capacity = 4096
    private var compiled: [Key: Compiled] = [:]

    /// result (+)= left · right + bias.
    func multiply(
        _ left: Factor, _ right: Factor, bias: UnsafePointer<Float>? = nil,
        into result: MatrixView, _ options: ProductOptions = ProductOptions()
    ) {
        let (rows, inner) = left.size
        let (rightRows, columns) = right.size
        precondition(
            inner == rightRows && result.rows == rows && result.columns == columns,
            """
            product of [\(rows), \(inner)] and [\(rightRows), \(columns)] \
            into [\(result.rows), \(result.columns)]
            """)
        guard rows > 0, columns > 0 else { return }
        let key = Key(
            rows: rows, columns: columns, inner: inner, leftStride: left.view.stride,
            rightStride: right.view.stride, resultStride: result.stride,
            types: [left.view.elementType, right.view.elementType, result.elementType],
            leftTransposed: left.isTransposed, rightTransposed: right.isTransposed,
            bias: bias != nil, options: options)
        let status = onednn_product_run(
            product(for: key).handle, left.view.pointer, right.view.pointer, bias, result.pointer)
        precondition(status == 0, "oneDNN could not run the product \(key): status \(status)")
    }

    private func product(for key: Key) -> Compiled {
        if let known = compiled[key] { return known }
        if compiled.count >= Self.capacity { compiled.removeAll() }
        var description = onednn_product_description()
        description.rows = Int64(key.rows)
        description.columns = Int64(key.columns)
        description.inner = Int64(key.inner)
        description.left_stride = Int64(key.leftStride)
        description.right_stride = Int64(key.rightStride)
        description.result_stride = Int64(key.resultStride)
        description.left_type = key.types[0].productType
        description.right_type = key.types[1].productType
        description.result_type = key.types[2].productType
        description.left_transposed = key.leftTransposed
        description.right_transposed = key.rightTransposed
        description.accumulate = key.options.accumulates
        description.bias = key.bias
        description.relu = key.options.relu
        guard let handle = onednn_product_create(&description) else {
            preconditionFailure("oneDNN has no implementation of the product \(key)")
        }
        let product = Compiled(handle)
        compiled[key] = product
        return product
    }
}
