import SourceText

/// A range of IP addresses, `203.0.113.0/24` or `2001:db8::/32`; without a length it is one address (PL-147 to PL-151).
struct IPNetwork: Sendable {
    private let address: IPAddress
    private let length: Int

    /// Reads a range; `nil` from anything else. Bits of the host are ignored (PL-149).
    init?(_ text: Text) {
        let slash = text.firstIndex(of: "/")
        guard let address = IPAddress(text[..<(slash ?? text.count)]) else { return nil }
        self.address = address
        guard let slash else {
            length = address.width
            return
        }
        let digits = text[(slash + 1)...]
        guard digits.isDigits, digits.count <= 3, let length = Int(digits.string), length <= address.width,
            digits.count == 1 || digits[0] != 0x30
        else { return nil }
        self.length = length
    }

    /// Whether an address lies in the range. The families never mix (PL-150).
    func contains(_ other: IPAddress) -> Bool {
        guard address.isV6 == other.isV6 else { return false }
        return address.hasSamePrefix(as: other, length: length)
    }

    /// Whether the range is `0.0.0.0/0`.
    var isAllOfV4: Bool { !address.isV6 && length == 0 }
}

/// An IP address of either family.
struct IPAddress: Sendable {
    let isV6: Bool
    private let high: UInt64
    private let low: UInt64

    /// How many bits an address of the family has.
    var width: Int { isV6 ? 128 : 32 }

    /// Reads an address; `nil` from anything else.
    init?(_ text: Text) {
        if text.contains(":") {
            guard let groups = IPv6Groups(text) else { return nil }
            (high, low) = groups.halves
            isV6 = true
        } else {
            guard let value = Self.v4(text) else { return nil }
            high = 0
            low = UInt64(value)
            isV6 = false
        }
    }

    private init(v4 value: UInt64) {
        isV6 = false
        high = 0
        low = value
    }

    /// The IPv4 address in `::ffff:a.b.c.d`; `nil` for every other one (PL-151).
    var mapped: IPAddress? {
        isV6 && high == 0 && low >> 32 == 0xFFFF ? IPAddress(v4: low & 0xFFFF_FFFF) : nil
    }

    /// Four numbers up to 255 with points between them and no leading zeros (PL-151).
    static func v4(_ text: Text) -> UInt32? {
        var value: UInt32 = 0
        var count = 0
        var start = 0
        while start <= text.count {
            let end = text.firstIndex(of: ".", from: start) ?? text.count
            let octet = text[start..<end]
            guard octet.isDigits, octet.count <= 3, octet.count == 1 || octet[0] != 0x30 else { return nil }
            let number = octet.bytes.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 0x30) }
            guard number <= 255 else { return nil }
            count += 1
            if count > 4 { return nil }
            value = value << 8 | number
            start = end + 1
        }
        return count == 4 ? value : nil
    }

    /// Whether two addresses of one family agree in their first bits.
    func hasSamePrefix(as other: IPAddress, length: Int) -> Bool {
        guard isV6 else { return Self.agree(low << 32, other.low << 32, length) }
        return length <= 64
            ? Self.agree(high, other.high, length)
            : high == other.high && Self.agree(low, other.low, length - 64)
    }

    private static func agree(_ one: UInt64, _ other: UInt64, _ length: Int) -> Bool {
        length == 0 || (one ^ other) >> UInt64(64 - length) == 0
    }
}

/// The eight groups of an IPv6 address in any spelling of RFC 4291, the last two perhaps as an IPv4 address.
private struct IPv6Groups {
    private var values: (UInt64, UInt64) = (0, 0)
    private var count = 0
    /// How many groups stand before `::`.
    private var gap: Int?

    init?(_ text: Text) {
        var start = 0
        if text.hasPrefix("::") {
            gap = 0
            start = 2
            if text.count == 2 { return }
        }
        while true {
            guard let next = append(text, from: start) else { return nil }
            if next == text.count { break }
            // A colon stands here; a second one makes the gap.
            start = next + 1
            if start < text.count, text[start] == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = count
                start += 1
                if start == text.count { break }
            }
        }
        guard gap == nil ? count == 8 : count < 8 else { return nil }
    }

    /// Reads the group at an index; returns where it ends.
    private mutating func append(_ text: Text, from start: Int) -> Int? {
        let end = text.firstIndex(of: ":", from: start) ?? text.count
        let group = text[start..<end]
        if end == text.count, group.contains(".") {
            guard count <= 6, let value = IPAddress.v4(group) else { return nil }
            push(UInt64(value >> 16))
            push(UInt64(value & 0xFFFF))
            return end
        }
        guard (1...4).contains(group.count), count < 8 else { return nil }
        var value: UInt64 = 0
        for byte in group.bytes {
            guard let digit = Self.hexValue(byte) else { return nil }
            value = value << 4 | digit
        }
        push(value)
        return end
    }

    private mutating func push(_ group: UInt64) {
        let shift = UInt64(48 - (count % 4) * 16)
        if count < 4 { values.0 |= group << shift } else { values.1 |= group << shift }
        count += 1
    }

    private static func hexValue(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte) - 0x61 + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte) - 0x41 + 10
        default: nil
        }
    }

    /// The address as two halves, with zeros in the gap.
    var halves: (UInt64, UInt64) {
        guard let gap else { return values }
        var moved: (UInt64, UInt64) = (0, 0)
        for index in 0..<count {
            let group = (index < 4 ? values.0 : values.1) >> UInt64(48 - (index % 4) * 16) & 0xFFFF
            let place = index < gap ? index : 8 - count + index
            let shift = UInt64(48 - (place % 4) * 16)
            if place < 4 { moved.0 |= group << shift } else { moved.1 |= group << shift }
        }
        return moved
    }
}
