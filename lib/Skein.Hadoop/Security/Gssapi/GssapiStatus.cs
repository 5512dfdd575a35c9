using System.Text;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>What the calls of a library have come to: errors, and buffers that it has filled.</summary>
/// <param name="functions">The library's.</param>
internal sealed unsafe class GssapiStatus(GssapiFunctions functions)
{
    /// <summary>The bits of a result that tell of an error.</summary>
    public const uint ErrorMask = 0xFFFF0000;

    private const int MajorStatus = 1;
    private const int MinorStatus = 2;

    // What a library may say about one error at most.
    private const int MaxTexts = 8;

    /// <summary>The bytes of a buffer that the library has filled, which is given back to it.</summary>
    public byte[] Take(ref GssapiBuffer buffer)
    {
        if (buffer.Value is null)
            return [];
        var bytes = new ReadOnlySpan<byte>(buffer.Value, checked((int)buffer.Length)).ToArray();
        uint minor;
        fixed (GssapiBuffer* taken = &buffer)
            functions.ReleaseBuffer(&minor, taken);
        return bytes;
    }

    /// <exception cref="GssapiFault">The call failed.</exception>
    public void Check(string routine, uint major, uint minor)
    {
        if ((major & ErrorMask) != 0)
            throw Fault(routine, major, minor);
    }

    /// <summary>Why a call failed.</summary>
    public GssapiFault Fault(string routine, uint major, uint minor)
    {
        // The mechanism's own words are the more exact ones; without them there are the routine's.
        var text = minor == 0 ? "" : Describe(minor, MinorStatus);
        return new GssapiFault(routine, major, minor, text.Length > 0 ? text : Describe(major, MajorStatus));
    }

    private string Describe(uint status, int kind)
    {
        var texts = new List<string>();
        uint more = 0;
        do
        {
            uint minor;
            GssapiBuffer text = default;
            var major = functions.DisplayStatus(&minor, status, kind, GssapiOid.Kerberos, &more, &text);
            if ((major & ErrorMask) != 0)
                break;
            texts.Add(Encoding.UTF8.GetString(Take(ref text)).Trim());
        }
        while (more != 0 && texts.Count < MaxTexts);
        return string.Join("; ", texts);
    }
}
