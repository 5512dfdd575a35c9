using System.Buffers.Binary;
using System.Text;

namespace Skein.Hadoop.Logs.IndexedFile;

/// <summary>
/// The small file beside an indexed file that is being appended to. It says up to where that one is whole:
/// <code>
/// validEnd = nameLength:int32 name:UTF-8 offset:int64
///          / offset:int64                                in older releases; the name is then the file's own, less its suffix
/// </code>
/// </summary>
/// <param name="FileName">The indexed file.</param>
/// <param name="Offset">Where it ends.</param>
internal sealed record ValidEnd(string FileName, long Offset)
{
    /// <summary>Bytes of the longest one: a file name has 255.</summary>
    public const int MaximumLength = sizeof(int) + 255 + sizeof(long);

    private const string Suffix = "-checksum";

    public static bool IsNameOfOne(string fileName) => fileName.EndsWith(Suffix, StringComparison.Ordinal);

    /// <param name="bytes">The whole file.</param>
    /// <param name="fileName">Its name.</param>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public static ValidEnd Decode(ReadOnlySpan<byte> bytes, string fileName)
    {
        if (bytes.Length == sizeof(long))
            return new ValidEnd(fileName[..^Suffix.Length], BinaryPrimitives.ReadInt64BigEndian(bytes));
        var nameLength = bytes.Length - sizeof(int) - sizeof(long);
        if (nameLength < 0 || BinaryPrimitives.ReadInt32BigEndian(bytes) != nameLength)
            throw new InvalidDataException("is no mark of how far another file is valid");
        return new ValidEnd(
            Encoding.UTF8.GetString(bytes.Slice(sizeof(int), nameLength)), BinaryPrimitives.ReadInt64BigEndian(bytes[^sizeof(long)..]));
    }
}
