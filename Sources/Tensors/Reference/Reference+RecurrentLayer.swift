import Foundation

extension Reference {
    /// The state of a recurrent layer in one sentence.
    package struct RecurrentState: Equatable {
        /// h. `[width]`
        package var hidden: [Double]
        /// c of the LSTM; empty for the other cells. `[width]`
        package var cell: [Double]

        /// A state of its parts.
        package init(hidden: [Double], cell: [Double] = []) {
            self.hidden = hidden
            self.cell = cell
        }
    }

    /// A recurrent layer over one sentence, step by step.
    ///
    /// W x + b and U h make the vectors of all gates at once: those of a gate are parts of W, b and
    /// U.
    package struct RecurrentLayer {
        let cell: RecurrentCell
        /// W, `[gates · width, in]`, and b.
        let input: Linear
        /// U, `[gates · width, width]`.
        let hidden: Matrix
        /// b_h of the GRU, `[width]`; empty for the other cells.
        let hiddenBias: [Double]

        /// A layer of its weights.
        package init(
            _ cell: RecurrentCell, input: Linear, hidden: Matrix, hiddenBias: [Double] = []
        ) {
            self.cell = cell
            self.input = input
            self.hidden = hidden
            self.hiddenBias = hiddenBias
        }

        /// The states after every step.
        ///
        /// - Parameters:
        ///   - x: The inputs, `[steps, in]`.
        ///   - initial: The state before the first step.
        package func callAsFunction(_ x: Matrix, from initial: RecurrentState) -> [RecurrentState] {
            let inputGates = input(x)  // [steps, gates · width]
            var states: [RecurrentState] = []
            var state = initial
            for step in 0..<x.rows {
                let hiddenGates = (0..<hidden.rows).map { dot(hidden[$0], state.hidden) }
                state = next(cell, inputGates[step], hiddenGates, hiddenBias, from: state)
                states.append(state)
            }
            return states
        }
    }

    /// One step of a cell.
    ///
    /// - Parameters:
    ///   - input: W x + b, `[gates · width]`.
    ///   - hidden: U h, `[gates · width]`.
    ///   - hiddenBias: b_h of the GRU. `[width]`
    package static func next(
        _ cell: RecurrentCell, _ input: [Double], _ hidden: [Double], _ hiddenBias: [Double] = [],
        from state: RecurrentState
    ) -> RecurrentState {
        let width = state.hidden.count
        let (x, h) = (parts(input, of: width), parts(hidden, of: width))
        return switch cell {
        case .rnn: elman(x, h)
        case .gru: gatedRecurrentUnit(x, h, hiddenBias, from: state)
        case .lstm: longShortTermMemory(x, h, from: state)
        }
    }

    /// The plain cell (Elman 1990): h' = tanh(W x + U h + b).
    private static func elman(_ x: [[Double]], _ h: [[Double]]) -> RecurrentState {
        RecurrentState(hidden: zip(x[0], h[0]).map { tanh($0 + $1) })
    }

    /// The gated recurrent unit (Cho et al. 2014, section 2.3). As in cuDNN and PyTorch, the reset
    /// gate stands after the product with U_n, not before it:
    ///
    ///     r  = σ(W_r x + U_r h + b_r)
    ///     z  = σ(W_z x + U_z h + b_z)
    ///     n  = tanh(W_n x + b_n + r ∘ (U_n h + b_h))
    ///     h' = (1 − z) ∘ n + z ∘ h
    private static func gatedRecurrentUnit(
        _ x: [[Double]], _ h: [[Double]], _ hiddenBias: [Double], from state: RecurrentState
    ) -> RecurrentState {
        RecurrentState(
            hidden: state.hidden.indices.map { i in
                let r = sigmoid(x[0][i] + h[0][i])
                let z = sigmoid(x[1][i] + h[1][i])
                let n = tanh(x[2][i] + r * (h[2][i] + hiddenBias[i]))
                return (1 - z) * n + z * state.hidden[i]
            })
    }

    /// The long short-term memory (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000):
    ///
    ///     i  = σ(W_i x + U_i h + b_i)
    ///     f  = σ(W_f x + U_f h + b_f)
    ///     g  = tanh(W_g x + U_g h + b_g)
    ///     o  = σ(W_o x + U_o h + b_o)
    ///     c' = f ∘ c + i ∘ g
    ///     h' = o ∘ tanh(c')
    private static func longShortTermMemory(
        _ x: [[Double]], _ h: [[Double]], from state: RecurrentState
    ) -> RecurrentState {
        let cell = state.cell.indices.map { k in
            let i = sigmoid(x[0][k] + h[0][k])
            let f = sigmoid(x[1][k] + h[1][k])
            let g = tanh(x[2][k] + h[2][k])
            return f * state.cell[k] + i * g
        }
        let hidden = cell.indices.map { k in sigmoid(x[3][k] + h[3][k]) * tanh(cell[k]) }
        return RecurrentState(hidden: hidden, cell: cell)
    }

    /// σ(x) = 1 / (1 + exp(−x)).
    static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

    /// Parts of one length.
    static func parts(_ x: [Double], of length: Int) -> [[Double]] {
        stride(from: 0, to: x.count, by: length).map { Array(x[$0..<$0 + length]) }
    }
}
