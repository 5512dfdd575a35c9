namespace Skein.Packer.Environments;

/// <summary>Libraries that every Linux with glibc has.</summary>
internal static class SystemLibraries
{
    private static readonly string[] Stems =
    [
        "libc.", "libm.", "libdl.", "libpthread.", "librt.", "libutil.", "libresolv.", "libnsl.", "ld-linux", "libgcc_s.",
    ];

    /// <param name="name">Name the loader looks for, such as <c>libm.so.6</c>.</param>
    public static bool ComeWithGlibc(string name) => Array.Exists(Stems, stem => name.StartsWith(stem, StringComparison.Ordinal));
}
