using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>The first line of a script.</summary>
/// <param name="Interpreter">Absolute path of the interpreter.</param>
/// <param name="Options">What follows it, trimmed; the kernel hands it over as one argument.</param>
/// <param name="Length">Bytes of the line, its newline included.</param>
internal readonly record struct Shebang(string Interpreter, string Options, int Length)
{
    // Kernels cut the line at 127 (before 5.1) or 255 bytes.
    public const int MaxPortableLength = 127;

    /// <summary>Whether there is more than one option: the kernel hands them over as one, which the interpreter does not know.</summary>
    public bool HasManyOptions => Options.AsSpan().ContainsAny(' ', '\t');

    private const int MaxLineLength = 4096;

    /// <summary>
    /// What <c>env</c> would start: for <c>#!/usr/bin/env -S /prefix/bin/python -u</c> the line <c>#!/prefix/bin/python -u</c>. Itself for
    /// any other line, and for one whose words <c>env</c> would not take as they are.
    /// </summary>
    public Shebang ThroughEnv()
    {
        var command = Options.StartsWith("-S", StringComparison.Ordinal) ? Options[2..].TrimStart() : Options;
        if (RelativePath.NameOf(Interpreter) != "env" || !command.StartsWith('/') || command.AsSpan().ContainsAny("\\\"'$"))
            return this;
        var blank = command.AsSpan().IndexOfAny(' ', '\t');
        return blank < 0 ? this with { Interpreter = command, Options = "" }
            : command.Length == Options.Length ? this
            : this with { Interpreter = command[..blank], Options = command[blank..].Trim() };
    }

    /// <summary>Whether a file of whatever encoding is a script that is started by a path below a prefix.</summary>
    /// <remarks>The path is in the first line, or in the second where installers have the shell start an interpreter that no first line has room for.</remarks>
    public static bool IsStartedBelow(InstalledPrefix prefix, ReadOnlySpan<byte> content)
    {
        if (!content.StartsWith("#!"u8))
            return false;
        var first = FirstLine(content);
        var second = FirstLine(content[first.Length..]);
        return prefix.IndexIn(first) >= 0 || (second.StartsWith(ScriptTrampoline.ExecuteWord) && prefix.IndexIn(second) >= 0);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        var line = text[..Math.Min(text.Length, MaxLineLength)];
        return line[..(line.IndexOf((byte)'\n') + 1)];
    }

    //   "#!" *blank interpreter [ 1*blank options ] newline

    /// <param name="script">The file.</param>
    /// <param name="prefix">
    /// A directory known to hold interpreters: it is taken as one piece even if it holds blanks, with which the kernel could do nothing.
    /// </param>
    public static Shebang? Parse(ReadOnlySpan<byte> script, InstalledPrefix prefix)
    {
        if (!script.StartsWith("#!"u8))
            return null;
        var head = script[..Math.Min(script.Length, MaxLineLength)];
        var newline = head.IndexOf((byte)'\n');
        if (newline < 0 && script.Length > MaxLineLength)
            return null;
        var line = (newline < 0 ? head : head[..newline])[2..].Trim(" \t\r"u8);
        if (line.Length == 0 || line[0] != '/' || line.Contains((byte)0))
            return null;
        var known = line.StartsWith(prefix.Bytes) ? prefix.Bytes.Length : 0;
        var blank = line[known..].IndexOfAny((byte)' ', (byte)'\t');
        var interpreter = blank < 0 ? line : line[..(known + blank)];
        var options = blank < 0 ? [] : line[(known + blank)..].Trim(" \t"u8);
        return new Shebang(
            Encoding.UTF8.GetString(interpreter), Encoding.UTF8.GetString(options), newline < 0 ? head.Length : newline + 1);
    }
}
