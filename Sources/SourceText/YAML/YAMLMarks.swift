/// Turns libyaml's places, counted in Unicode scalars, into byte offsets, each in constant time.
struct YAMLMarks {
    private let file: SourceFile
    /// The length of the byte order mark, which libyaml is not shown.
    private let start: Int
    /// The byte offset of every 64th scalar; none where all is ASCII.
    private var checkpoints: [Int] = []
    private static let stride = 64

    init(_ file: SourceFile) {
        self.file = file
        start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard file.bytes[start...].contains(where: { $0 >= 0x80 }) else { return }
        var scalars = 0
        var index = start
        while index < file.bytes.count {
            if scalars.isMultiple(of: Self.stride) { checkpoints.append(index) }
            index = UTF8Scalar.end(of: index, in: file.bytes, limit: file.bytes.count)
            scalars += 1
        }
        checkpoints.append(file.bytes.count)
    }

    func offset(ofScalar scalar: Int) -> Int {
        guard !checkpoints.isEmpty else { return min(start + scalar, file.bytes.count) }
        let checkpoint = scalar / Self.stride
        guard checkpoint < checkpoints.count else { return file.bytes.count }
        var offset = checkpoints[checkpoint]
        for _ in 0..<(scalar % Self.stride) where offset < file.bytes.count {
            offset = UTF8Scalar.end(of: offset, in: file.bytes, limit: file.bytes.count)
        }
        return offset
    }

    /// The byte offset of a place that libyaml counts in bytes.
    func offset(ofByte byte: Int) -> Int { min(start + byte, file.bytes.count) }

    /// The range of the file that holds the text of a scalar: exact for one without quotes and for a quoted one without
    /// escapes, else `nil`.
    func range(of text: UnsafeBufferPointer<UInt8>, quotes: Int, from start: Int) -> Range<Int>? {
        let range = (start + quotes)..<(start + quotes + text.count)
        guard range.upperBound + quotes <= file.bytes.count else { return nil }
        let isSame = file.bytes.withUnsafeBufferPointer {
            MemoryComparison.areSame(UnsafeBufferPointer(rebasing: $0[range]), text)
        }
        return isSame ? range : nil
    }
}
