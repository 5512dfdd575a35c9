using System.Buffers;
using System.Text;
using Skein.Contract;
using Skein.Hadoop.Yarn;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Turns a specification into a plan. Pure: everything it needs to know is in <see cref="PlanInputs"/>.</summary>
/// <remarks>
/// Layout on the cluster, below the user's home directory:
/// <code>
/// .skein/cache/SHA256/NAME      uploads, shared by applications, never changed
/// .skein/APPLICATION_ID/        staging: scripts, certificate pair, configuration; removed with the application
/// </code>
/// </remarks>
public static class SubmissionPlanner
{
    private static readonly SearchValues<char> ServiceNameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Makes the plan of one application.</summary>
    /// <exception cref="InvalidSubmissionException">The specification asks for something that can not be had.</exception>
    public static SubmissionPlan Plan(ApplicationSpec spec, PlanInputs inputs)
    {
        var root = $"{inputs.HomeDirectory.TrimEnd('/')}/{SkeinFiles.StagingDirectory}";
        var staging = $"{root}/{inputs.ApplicationId}";
        var cache = $"{root}/{SkeinFiles.CacheDirectory}";
        var diagnostics = new PlanDiagnostics();
        var uploads = new UploadSet();
        var staged = new List<StagedFile>
        {
            new(SkeinFiles.Certificate, Encoding.ASCII.GetBytes(inputs.Certificates.CertificatePem)),
            new(SkeinFiles.Key, Encoding.ASCII.GetBytes(inputs.Certificates.KeyPem.Reveal())),
            new(SkeinFiles.HadoopConfiguration, inputs.Configuration),
        };

        FileSpec Staged(string name) => new() { Source = ClusterFiles.Address(inputs.FileSystem, $"{staging}/{name}") };

        ContainerFiles FilesOf(string owner, IReadOnlyDictionary<string, FileSpec> files)
        {
            var container = new ContainerFiles(inputs, cache, uploads, diagnostics, owner);
            foreach ((var link, var file) in files)
                container.Add(link, file);
            var binary = new PlannedUpload(inputs.Binary, $"{cache}/{inputs.Binary.Sha256}/{SkeinFiles.Binary}", IsPublic: false);
            uploads.Add(binary);
            container.AddOwn(
                SkeinFiles.Binary,
                new FileSpec { Source = ClusterFiles.Address(inputs.FileSystem, binary.RemotePath), Visibility = FileVisibility.Private });
            foreach (var name in (string[])[SkeinFiles.Certificate, SkeinFiles.Key, SkeinFiles.HadoopConfiguration])
                container.AddOwn(name, Staged(name));
            return container;
        }

        var services = new Dictionary<string, ServiceSpec>(StringComparer.Ordinal);
        foreach ((var name, var service) in spec.Services)
        {
            var owner = $"services.{name}";
            foreach (var variable in service.Env.Keys.Where(variable => !LaunchScript.IsVariableName(variable)))
                diagnostics.Problem($"{owner}.env: '{variable}' is no name of a variable; use letters, digits and '_'");
            if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(ServiceNameCharacters))
                diagnostics.Problem($"{owner}: a service name is made of letters, digits, '.', '_' and '-'");
            var container = FilesOf(owner, service.Files);
            var script = SkeinFiles.ServiceScript(name);
            staged.Add(new StagedFile(script, Encoding.UTF8.GetBytes(service.Script)));
            container.AddOwn(SkeinFiles.Script, Staged(script));
            services[name] = service with
            {
                Files = container.Files,
                Env = WithLanguage(service.Env, inputs.Language),
                Script = $"bash {SkeinFiles.Script} >{LaunchScript.LogDirectory}/{SkeinFiles.ServiceLog(name)} 2>&1",
            };
        }

        foreach (var variable in spec.Master.Env.Keys.Where(variable => !LaunchScript.IsVariableName(variable)))
            diagnostics.Problem($"master.env: '{variable}' is no name of a variable; use letters, digits and '_'");
        var masterFiles = FilesOf("master", spec.Master.Files);
        if (spec.Master.LogConfig is { } logConfig)
            masterFiles.Add(SkeinFiles.LogConfiguration, logConfig);
        // Beside the application master alone, which hands out what it gets with it.
        if (inputs.Keytab is { } keytab)
        {
            staged.Add(new StagedFile(SkeinFiles.Keytab, keytab));
            masterFiles.AddOwn(SkeinFiles.Keytab, Staged(SkeinFiles.Keytab));
        }

        diagnostics.ThrowIfAny();

        Dictionary<string, FileSpec> master = new(masterFiles.Files, StringComparer.Ordinal);
        var rewritten = spec with
        {
            Services = services,
            Security = inputs.Keytab is null ? null : spec.Security! with { Keytab = Staged(SkeinFiles.Keytab) },
            Master = spec.Master with
            {
                Files = master,
                Security = new SecuritySpec { CertFile = Staged(SkeinFiles.Certificate), KeyFile = Staged(SkeinFiles.Key) },
                LogConfig = master.GetValueOrDefault(SkeinFiles.LogConfiguration),
            },
        };

        return new SubmissionPlan
        {
            ApplicationId = inputs.ApplicationId,
            StagingDirectory = staging,
            CacheDirectory = cache,
            Uploads = uploads.Uploads,
            StagedFiles = staged,
            Specification = rewritten,
            MasterFiles = new Dictionary<string, FileSpec>(master) { [SkeinFiles.Specification] = Staged(SkeinFiles.Specification) },
            MasterEnvironment = MasterEnvironment(spec.Master, inputs),
            Notes = diagnostics.Notes,
        };
    }

    private static Dictionary<string, string> MasterEnvironment(MasterSpec master, PlanInputs inputs)
    {
        var environment = WithLanguage(master.Env, inputs.Language);
        environment[SkeinVariables.ApplicationId] = inputs.ApplicationId;
        if (inputs.SimpleUser is not null)
            environment[YarnVariables.HadoopUser] = inputs.SimpleUser;
        return environment;
    }

    private static Dictionary<string, string> WithLanguage(IReadOnlyDictionary<string, string> environment, string? language)
    {
        var result = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        if (language is not null)
            result.TryAdd("LANG", language);
        return result;
    }
}
