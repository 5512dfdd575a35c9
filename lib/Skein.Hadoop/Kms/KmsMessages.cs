using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Kms;

/// <summary>What is asked of a KMS and what it answers, in JSON.</summary>
/// <remarks>
/// <code>
/// POST .../v1/keyversion/VERSION/_eek?eek_op=decrypt   {"name": "key", "iv": "BASE64", "material": "BASE64"}   the key of a file, encrypted
/// 200                                                  {"versionName": "EK", "material": "BASE64"}             the key
/// </code>
/// BASE64 is the URL-safe one without padding; the other one is understood.
/// </remarks>
internal static class KmsMessages
{
    /// <summary>A request to decrypt the key of a file.</summary>
    public static byte[] Decrypt(string keyName, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> material)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name", keyName);
            writer.WriteString("iv", Base64Url.EncodeToString(iv));
            writer.WriteString("material", Base64Url.EncodeToString(material));
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The key in an answer.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static Secret Key(JsonElement answer)
    {
        var text = WebMessages.Text(answer, "material") ?? throw new InvalidDataException("the answer has no material");
        try
        {
            return new Secret(Base64Url.DecodeFromChars(text.Replace('+', '-').Replace('/', '_')));
        }
        catch (FormatException e)
        {
            // Without the text: it would be the key.
            throw new InvalidDataException("the material is no base64", e);
        }
    }
}
