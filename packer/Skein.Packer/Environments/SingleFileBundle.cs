using System.Buffers.Binary;

namespace Skein.Packer.Environments;

/// <summary>A .NET application in one file: a program with the application's files behind it.</summary>
/// <param name="RuntimeConfiguration">The <c>*.runtimeconfig.json</c> inside; empty if there is none.</param>
internal sealed record SingleFileBundle(byte[] RuntimeConfiguration)
{
    private const int BlockSize = 1 << 20;
    private const int LargestConfiguration = 1 << 20;

    // In every .NET host, after the offset of the bundle's header, which is 0 when nothing is behind the host.
    private static readonly byte[] Signature = Convert.FromHexString("8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae");

    //   header = major:u32 minor:u32 files:i32 identifier-length:7-bit identifier
    //            [ from version 2: deps-offset:i64 deps-size:i64 config-offset:i64 config-size:i64 flags:u64 ]     little-endian

    /// <param name="path">A program.</param>
    /// <returns>Null when nothing is behind it.</returns>
    public static SingleFileBundle? Read(string path)
    {
        using var file = File.OpenRead(path);
        var header = FindHeader(file);
        if (header <= 0 || header >= file.Length)
            return null;
        file.Position = header;
        using var reader = new BinaryReader(file);
        try
        {
            var major = reader.ReadUInt32();
            file.Position += sizeof(uint) + sizeof(int);
            var identifier = reader.ReadByte();
            // Identifiers are far shorter than what a second byte of the length would be for.
            if (identifier >= 0x80 || major < 2)
                return new SingleFileBundle([]);
            file.Position += identifier + (2 * sizeof(long));
            var offset = reader.ReadInt64();
            var size = reader.ReadInt64();
            if (offset <= 0 || size is <= 0 or > LargestConfiguration || offset > file.Length - size)
                return new SingleFileBundle([]);
            file.Position = offset;
            return new SingleFileBundle(reader.ReadBytes((int)size));
        }
        catch (EndOfStreamException)
        {
            return null;
        }
    }

    private static long FindHeader(FileStream file)
    {
        var keep = Signature.Length + sizeof(long) - 1;
        var block = new byte[BlockSize + keep];
        var held = 0;
        while (file.Read(block, held, BlockSize) is var read and > 0)
        {
            var text = block.AsSpan(0, held + read);
            var at = text.IndexOf(Signature);
            if (at >= sizeof(long))
                return BinaryPrimitives.ReadInt64LittleEndian(text[(at - sizeof(long))..]);
            held = Math.Min(keep, text.Length);
            text[^held..].CopyTo(block);
        }

        return 0;
    }
}
