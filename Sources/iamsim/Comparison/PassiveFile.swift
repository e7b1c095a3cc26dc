import SourceText

/// Files of which nothing is carried out, whatever words stand in them: what people read, what they look at or hear, and what
/// a package manager writes down. A policy may still be written in one, where another file takes it from there; but such a
/// file attaches none.
enum PassiveFile {
    /// Whether a file is one by its name. One that has an ending of documents before another one is none, as it may become
    /// such a document.
    static func isOne(_ path: String) -> Bool {
        let name = Text(Path.name(of: path)).asciiLowercased
        if locks.contains(name) { return true }
        let parts = name.split(at: ".")
        guard parts.count > 1, let ending = parts.last, !ChangedFile.isLikeDocument(path) else { return false }
        return endings.contains(ending)
    }

    private static let endings = Set(
        [
            "md", "markdown", "rst", "adoc", "asciidoc",
            "png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "bmp", "svg", "woff", "woff2", "ttf", "otf", "eot",
            "mp3", "mp4", "webm", "wav", "mov",
        ].map { Text($0) })

    private static let locks = Set(
        [
            "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "poetry.lock",
            "uv.lock", "pdm.lock", "pipfile.lock", "cargo.lock", "gemfile.lock", "podfile.lock", "composer.lock",
            "mix.lock", "flake.lock", "packages.lock.json", "gradle.lockfile", "package.resolved", "go.sum",
            ".terraform.lock.hcl",
        ].map { Text($0) })
}
