using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Makes text files find the environment by themselves, where their language has a way to say "beside this file".</summary>
internal static class TextRelocation
{
    /// <summary>The variable that relocated shell scripts and makefiles keep the environment's directory in.</summary>
    public const string Variable = "ENVIRONMENT_PREFIX";

    /// <param name="content">A text in which the prefix occurs.</param>
    /// <param name="prefix">The prefix.</param>
    /// <param name="path">Path of the file below the environment.</param>
    /// <param name="isExecutable">Whether the file is run and not read by something else.</param>
    /// <returns>The file, perhaps with occurrences left; null when nothing could be done.</returns>
    public static byte[]? Relocate(ReadOnlySpan<byte> content, InstalledPrefix prefix, string path, bool isExecutable)
    {
        if (Shebang.Parse(content, prefix) is { } shebang)
            return ScriptRelocation.Relocate(content, shebang, prefix, path, isExecutable);
        var directory = RelativePath.DirectoryOf(path);
        var name = RelativePath.NameOf(path);
        if (PythonSysconfig.Owns(name))
            return PythonSysconfig.Relocate(content, prefix, path);
        var up = RelativePath.Between(directory, "");
        if (name.EndsWith(".pc", StringComparison.Ordinal))
            return prefix.Replace(content, Encoding.UTF8.GetBytes($"${{pcfiledir}}/{up}"));
        if (name is "Makefile" or "Makeconf" || name.EndsWith(".mk", StringComparison.Ordinal))
            return Makefile(content, prefix, up);
        if (name.EndsWith(".cmake", StringComparison.Ordinal))
            return CMakeText.Relocate(content, prefix, up);
        if (name is "qt.conf" or "qt6.conf")
            return QtConfiguration.Relocate(content, prefix, up);
        if (KernelSpecification.Owns(path))
            return KernelSpecification.Relocate(content, prefix, up);
        if (name.EndsWith(".pth", StringComparison.Ordinal))
            return PathFile(content, prefix, directory);
        if (directory is "etc/conda/activate.d" or "etc/conda/deactivate.d" && name.EndsWith(".sh", StringComparison.Ordinal))
            return ShellText.Replace(content, prefix, "CONDA_PREFIX");
        return null;
    }

    private static byte[]? Makefile(ReadOnlySpan<byte> content, InstalledPrefix prefix, string up)
    {
        if (prefix.Replace(content, Encoding.ASCII.GetBytes($"$({Variable})")) is not { } relocated)
            return null;
        // Taken at once, before another makefile is included and becomes the last word.
        var head = $"{Variable} := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))/{up})\n";
        return [.. Encoding.ASCII.GetBytes(head), .. relocated];
    }

    // Lines of a .pth file are relative to its directory, unless they are code.
    private static byte[]? PathFile(ReadOnlySpan<byte> content, InstalledPrefix prefix, string directory)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var carriageReturn = lines[i].EndsWith('\r') ? "\r" : "";
            if (prefix.Below(lines[i].TrimEnd()) is { } below && RelativePath.Normalize(below) is { } target)
                lines[i] = RelativePath.Between(directory, target) + carriageReturn;
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }
}
