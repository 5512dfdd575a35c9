using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>The functions of RFC 2744 that are used, where a library of the machine has them.</summary>
internal sealed unsafe class GssapiFunctions
{
    public readonly delegate* unmanaged<uint*, GssapiBuffer*, GssapiOid*, nint*, uint> ImportName;
    public readonly delegate* unmanaged<uint*, nint, GssapiOid*, nint*, uint> CanonicalizeName;
    public readonly delegate* unmanaged<uint*, nint, GssapiBuffer*, GssapiOid**, uint> DisplayName;
    public readonly delegate* unmanaged<uint*, nint*, uint> ReleaseName;
    public readonly delegate* unmanaged<uint*, nint, uint, nint, int, nint*, nint*, uint*, uint> AcquireCredential;

    /// <summary>Null: the library can not log in by a keytab.</summary>
    public readonly delegate* unmanaged<uint*, nint, uint, nint, int, GssapiStore*, nint*, nint*, uint*, uint> AcquireCredentialFrom;

    public readonly delegate* unmanaged<uint*, nint, nint*, uint*, int*, nint*, uint> InquireCredential;
    public readonly delegate* unmanaged<uint*, nint*, uint> ReleaseCredential;
    public readonly delegate* unmanaged<uint*, nint, nint*, nint, GssapiOid*, uint, uint, nint, GssapiBuffer*, nint*, GssapiBuffer*, uint*, uint*, uint>
        InitializeContext;
    public readonly delegate* unmanaged<uint*, nint*, GssapiBuffer*, uint> DeleteContext;
    public readonly delegate* unmanaged<uint*, nint, int, uint, GssapiBuffer*, int*, GssapiBuffer*, uint> Wrap;
    public readonly delegate* unmanaged<uint*, nint, GssapiBuffer*, GssapiBuffer*, int*, uint*, uint> Unwrap;
    public readonly delegate* unmanaged<uint*, nint, int, uint, uint, uint*, uint> WrapSizeLimit;
    public readonly delegate* unmanaged<uint*, uint, int, GssapiOid*, uint*, GssapiBuffer*, uint> DisplayStatus;
    public readonly delegate* unmanaged<uint*, GssapiBuffer*, uint> ReleaseBuffer;

    /// <param name="library">Handle of the loaded library.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks a function.</exception>
    public GssapiFunctions(nint library)
    {
        ImportName = (delegate* unmanaged<uint*, GssapiBuffer*, GssapiOid*, nint*, uint>)NativeLibrary.GetExport(library, "gss_import_name");
        CanonicalizeName = (delegate* unmanaged<uint*, nint, GssapiOid*, nint*, uint>)NativeLibrary.GetExport(library, "gss_canonicalize_name");
        DisplayName = (delegate* unmanaged<uint*, nint, GssapiBuffer*, GssapiOid**, uint>)NativeLibrary.GetExport(library, "gss_display_name");
        ReleaseName = (delegate* unmanaged<uint*, nint*, uint>)NativeLibrary.GetExport(library, "gss_release_name");
        AcquireCredential =
            (delegate* unmanaged<uint*, nint, uint, nint, int, nint*, nint*, uint*, uint>)NativeLibrary.GetExport(library, "gss_acquire_cred");
        // Missing from Heimdal before version 8.
        NativeLibrary.TryGetExport(library, "gss_acquire_cred_from", out var acquireFrom);
        AcquireCredentialFrom = (delegate* unmanaged<uint*, nint, uint, nint, int, GssapiStore*, nint*, nint*, uint*, uint>)acquireFrom;
        InquireCredential =
            (delegate* unmanaged<uint*, nint, nint*, uint*, int*, nint*, uint>)NativeLibrary.GetExport(library, "gss_inquire_cred");
        ReleaseCredential = (delegate* unmanaged<uint*, nint*, uint>)NativeLibrary.GetExport(library, "gss_release_cred");
        InitializeContext =
            (delegate* unmanaged<uint*, nint, nint*, nint, GssapiOid*, uint, uint, nint, GssapiBuffer*, nint*, GssapiBuffer*, uint*, uint*, uint>)
            NativeLibrary.GetExport(library, "gss_init_sec_context");
        DeleteContext = (delegate* unmanaged<uint*, nint*, GssapiBuffer*, uint>)NativeLibrary.GetExport(library, "gss_delete_sec_context");
        Wrap = (delegate* unmanaged<uint*, nint, int, uint, GssapiBuffer*, int*, GssapiBuffer*, uint>)NativeLibrary.GetExport(library, "gss_wrap");
        Unwrap = (delegate* unmanaged<uint*, nint, GssapiBuffer*, GssapiBuffer*, int*, uint*, uint>)NativeLibrary.GetExport(library, "gss_unwrap");
        WrapSizeLimit = (delegate* unmanaged<uint*, nint, int, uint, uint, uint*, uint>)NativeLibrary.GetExport(library, "gss_wrap_size_limit");
        DisplayStatus =
            (delegate* unmanaged<uint*, uint, int, GssapiOid*, uint*, GssapiBuffer*, uint>)NativeLibrary.GetExport(library, "gss_display_status");
        ReleaseBuffer = (delegate* unmanaged<uint*, GssapiBuffer*, uint>)NativeLibrary.GetExport(library, "gss_release_buffer");
    }
}
