#if os(Linux)
    import Foundation
    import Layers
    import Tensors
    import Testing

    /// Memory lies near the core that first touches it: that has to be a worker's.
    struct FirstTouchTests {
        private let store: ParameterStore

        init() {
            store = ParameterStore()
            _ = store.declare("w", shape: [1 << 12, 256], initializer: .constant(0))
            store.allocate()
        }

        /// The share of a vector's pages that the system has found room for.
        private func touched(_ vector: ParameterVector) -> Double {
            let page = Int(getpagesize())
            let length = vector.count * MemoryLayout<Float>.stride
            var pages = [UInt8](repeating: 0, count: (length + page - 1) / page)
            #expect(mincore(vector.values, length, &pages) == 0)
            return Double(pages.count { $0 & 1 == 1 }) / Double(pages.count)
        }

        @Test func gradientsLieWhereTheirWorkerPutsThem() throws {
            let vector = ParameterVector(for: store)
            #expect(touched(vector) == 0)
            try WorkerPool(count: 1, precision: .float32).run { _, _ in vector.reset() }
            #expect(touched(vector) == 1)
        }

        @Test func momentsLieWhereTheWorkersPutThem() {
            let options = AdamOptions()
            let adam = Adam(store, options)
            #expect(touched(adam.moment1) == 0 && touched(adam.moment2) == 0)
            let shared = Adam(store, options, on: WorkerPool(count: 3, precision: .float32))
            #expect(touched(shared.moment1) == 1 && touched(shared.moment2) == 1)
        }

        @Test func onlyAShareIsTouched() {
            let pool = WorkerPool(count: 2, precision: .float32)
            let options = AdamOptions(averageDecay: 0.9)
            let adam = Adam(store, options, share: 0..<store.count / 2, on: pool)
            // A page may be two mebibytes.
            #expect((0.5...0.9).contains(touched(adam.moment1)))
        }
    }
#endif
