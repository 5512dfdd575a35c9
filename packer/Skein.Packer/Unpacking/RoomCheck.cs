using System.Text;

namespace Skein.Packer.Unpacking;

/// <summary>Checks that a path fits into the files whose size must not change.</summary>
internal static class RoomCheck
{
    /// <exception cref="PackException">Lists all files with too little room.</exception>
    public static void Check(IReadOnlyList<PlacedFile> files, string prefix)
    {
        var length = Encoding.UTF8.GetByteCount(prefix);
        var tooShort = new List<string>();
        foreach (var file in files)
        {
            if (!file.MayStay && file.IsTooSmallFor(prefix))
                tooShort.Add($"{file.Path} ({Encoding.UTF8.GetByteCount(file.Text)} bytes)");
        }

        if (tooShort.Count > 0)
        {
            throw new PackException(
                $"The path '{prefix}' of {length} bytes is longer than the room that {Counted.Of(tooShort.Count, "binary file has", "binary files have")} for it; use a shorter one, or the environment as it is",
                tooShort);
        }
    }
}
