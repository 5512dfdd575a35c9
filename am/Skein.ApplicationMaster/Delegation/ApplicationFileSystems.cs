using Skein.Specification;
using ApplicationSpec = Skein.Protocol.ApplicationSpec;

namespace Skein.ApplicationMaster.Delegation;

/// <summary>The file systems that an application needs tokens for, beside the default one.</summary>
internal static class ApplicationFileSystems
{
    /// <summary>Those that it names itself and those that its files lie on; one may come several times.</summary>
    public static IEnumerable<Uri> Of(ApplicationSpec specification)
    {
        foreach (var address in specification.FileSystems)
        {
            if (FileUrl.TryParse(address, out var url))
                yield return Root(url);
        }

        foreach (var service in specification.Services.Values)
        {
            foreach (var file in service.Files.Values)
                yield return Root(new FileUrl(file.Source.Scheme, file.Source.Host, Math.Max(0, file.Source.Port), "/"));
        }
    }

    private static Uri Root(FileUrl url) => new((url with { Path = "/" }).ToString());
}
