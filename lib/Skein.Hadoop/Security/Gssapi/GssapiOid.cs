using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary><c>gss_OID_desc</c>: an object identifier as DER writes it, without tag and length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssapiOid
{
    public uint Length;
    public byte* Elements;

    /// <summary>The mechanism Kerberos 5: 1.2.840.113554.1.2.2.</summary>
    public static GssapiOid* Kerberos { get; } = Create([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 1, 2, 2]);

    /// <summary>Negotiation of a mechanism, as web servers want it (RFC 4178): 1.3.6.1.5.5.2.</summary>
    public static GssapiOid* Spnego { get; } = Create([0x2B, 6, 1, 5, 5, 2]);

    /// <summary>A name that is a Kerberos principal: 1.2.840.113554.1.2.2.1.</summary>
    public static GssapiOid* PrincipalName { get; } = Create([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 1, 2, 2, 1]);

    // The library may keep the pointer, so that the memory is never given back.
    private static GssapiOid* Create(ReadOnlySpan<byte> elements)
    {
        var oid = (GssapiOid*)NativeMemory.Alloc((nuint)(sizeof(GssapiOid) + elements.Length));
        oid->Length = (uint)elements.Length;
        oid->Elements = (byte*)(oid + 1);
        elements.CopyTo(new Span<byte>(oid->Elements, elements.Length));
        return oid;
    }
}
