/// x · y = Σ_i x_i y_i.
func dotProduct(_ x: [Double], _ y: [Double]) -> Double {
    precondition(x.count == y.count, "\(x.count) · \(y.count)")
    var sum = 0.0
    for place in x.indices { sum += x[place] * y[place] }
    return sum
}
