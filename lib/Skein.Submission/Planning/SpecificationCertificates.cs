using System.Text;
using Skein.Hadoop.FileSystems;
using Skein.Security;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Finds the certificate pair an application uses: its specification's own, or the submitter's.</summary>
internal static class SpecificationCertificates
{
    private const int MaximumLength = 1 << 20;

    public static async Task<CertificatePair> ResolveAsync(
        ApplicationSpec spec, CertificatePair fallback, FileSystemFactory fileSystems, CancellationToken cancellation)
    {
        if (spec.Master.Security is not { } security)
            return fallback;
        var certificate = await TextAsync(security.CertBytes, security.CertFile, fileSystems, cancellation);
        var key = await TextAsync(security.KeyBytes, security.KeyFile, fileSystems, cancellation);
        return CertificatePair.FromPem(certificate, key);
    }

    private static async Task<string> TextAsync(
        ReadOnlyMemory<byte>? bytes, FileSpec? file, FileSystemFactory fileSystems, CancellationToken cancellation)
    {
        if (bytes is { } given)
            return Encoding.ASCII.GetString(given.Span);
        var url = FileUrl.Parse(file!.Source);
        await using var fileSystem = fileSystems.Open(ClusterFiles.Root(url));
        var status = await fileSystem.GetStatusAsync(url.Path, cancellation)
            ?? throw new InvalidSubmissionException($"master.security: {file.Source} does not exist");
        if (status.Length > MaximumLength)
            throw new InvalidSubmissionException($"master.security: {file.Source} is {status.Length} bytes long; that is no certificate or key");
        await using var stream = await fileSystem.OpenReadAsync(url.Path, cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync(cancellation);
    }
}
