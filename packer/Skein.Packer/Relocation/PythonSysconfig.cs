using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Python's record of how it was built (<c>_sysconfigdata*.py</c>): its paths are put together at import.</summary>
internal static class PythonSysconfig
{
    // Can not occur in a value by accident and needs no escaping in a Python string.
    private const string Token = "@environment-prefix@";

    public static bool Owns(string name) =>
        name.StartsWith("_sysconfigdata", StringComparison.Ordinal) && name.EndsWith(".py", StringComparison.Ordinal);

    /// <param name="source">The module.</param>
    /// <param name="prefix">What its strings hold.</param>
    /// <param name="path">Path of the module below the environment.</param>
    /// <returns>The module, or null when it is not made as expected.</returns>
    public static byte[]? Relocate(ReadOnlySpan<byte> source, InstalledPrefix prefix, string path)
    {
        if (source.IndexOf("build_time_vars = {"u8) < 0 || prefix.Replace(source, Encoding.ASCII.GetBytes(Token)) is not { } module)
            return null;
        var depth = path.Count(static c => c == '/') + 1;
        var epilogue = $$"""


            def _relocate(variables):
                import os
                prefix = os.path.abspath(__file__)
                for _ in range({{depth}}):
                    prefix = os.path.dirname(prefix)
                for name, value in variables.items():
                    if isinstance(value, str):
                        variables[name] = value.replace('{{Token}}', prefix)


            _relocate(build_time_vars)
            del _relocate

            """;
        return [.. module, .. Encoding.ASCII.GetBytes(epilogue)];
    }
}
