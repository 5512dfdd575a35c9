using System.Text;

namespace Skein.Grpc;

/// <summary>Encodes response headers as literals without indexing, RFC 7541 section 6.2.2: no state, nothing for a peer to keep.</summary>
internal static class HeaderEncoder
{
    /// <summary>Appends a header whose name and value are ASCII.</summary>
    public static void Add(List<byte> block, string name, string value)
    {
        block.Add(0);
        AddText(block, name);
        AddText(block, value);
    }

    /// <summary>Appends an HTTP status.</summary>
    public static void AddStatus(List<byte> block, int status)
    {
        // Name number 8 of the static table.
        block.Add(8);
        AddText(block, status.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static void AddText(List<byte> block, string text)
    {
        // RFC 7541 section 5.1, with seven bits of prefix.
        if (text.Length < 0x7F)
        {
            block.Add((byte)text.Length);
        }
        else
        {
            block.Add(0x7F);
            var rest = text.Length - 0x7F;
            for (; rest >= 0x80; rest >>= 7)
                block.Add((byte)(rest | 0x80));
            block.Add((byte)rest);
        }

        block.AddRange(Encoding.ASCII.GetBytes(text));
    }
}
