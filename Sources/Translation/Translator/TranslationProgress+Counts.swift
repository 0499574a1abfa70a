extension TranslationProgress {
    /// So much of so much, of what is no request of one translator's.
    package init(_ done: Int, of count: Int) {
        self.init(done: done, count: count)
    }
}
