using System.CommandLine;
using Skein.Cli.Commands;
using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>The options of <c>skein pack</c>. Names and defaults are conda-pack's where it has them.</summary>
internal sealed class PackArguments
{
    /// <summary>Name of the option that asks for JSON.</summary>
    public const string Json = "--json";

    private static readonly PackOptions Defaults = new();

    private readonly Option<string?> _name = ValueOption.Text("--name", ["-n"], "ENV", "Conda environment, by name. Default: the active environment.");
    private readonly Option<string?> _prefix = ValueOption.Text("--prefix", ["-p"], "PATH", "Environment or folder, by path.");
    private readonly Option<string?> _kind = ValueOption.Word(
        "--kind", PackWords.Kinds.Words, "KIND", "conda, venv, dotnet, or folder (any directory, as it is). Default: found out, but for folder.");

    private readonly Option<bool> _includePython = Flag("--include-python", "venv: packs the interpreter it was made from with it.");
    private readonly Option<bool> _allowFrameworkDependent = Flag("--allow-framework-dependent", "dotnet: packs although the target needs an installed .NET.");
    private readonly Option<string?> _editable = ValueOption.Word(
        "--editable", PackWords.Editable.Words, "POLICY", "Packages installed in editable mode: refuse, ignore, or include (copies their sources). Default: refuse.");

    private readonly Option<bool> _ignoreEditable = Flag("--ignore-editable-packages", "The same as --editable=ignore.");
    private readonly Option<bool> _ignoreMissing = Flag("--ignore-missing-files", "Packs although files that packages list are missing.");
    private readonly Option<string[]> _exclude = Patterns(FilterOrder.Exclude, "PAT", "Leaves files out. Shell pattern for the whole path; * matches / too.");
    private readonly Option<string[]> _include = Patterns(FilterOrder.Include, "PAT", "Takes files back that an --exclude before it left out. The order of both counts.");
    private readonly Option<string[]> _filter = Patterns(FilterOrder.Filter, "STEP", "exclude:PAT or include:PAT, as the two options above.");

    private readonly Option<string?> _output = ValueOption.Text(
        "--output", ["-o"], "FILE", "Archive to write; - is the standard output. Default: the environment's name with the format's suffix.");

    private readonly Option<string?> _format = ValueOption.Word(
        "--format",
        PackWords.Formats.Words,
        "FORMAT",
        "tar.gz (tgz), tar, tar.bz2 (tbz2), zip, parcel, folder (no-archive), or infer. Default: infer, by the output's suffix, else tar.gz.",
        ArchiveFormats.WhyNot);

    private readonly Option<string?> _arcRoot = ValueOption.Text("--arcroot", [], "PATH", "Directory inside the archive. Default: the top.");
    private readonly Option<string?> _destination = ValueOption.Text(
        "--dest-prefix", ["-d"], "PATH", "Path the archive will be unpacked at, where alone it then runs. Default: it runs anywhere.");

    private readonly Option<int> _level = ValueOption.Number("--compress-level", [], Defaults.CompressLevel, "0 (none) to 9 (smallest). Default: 4.");
    private readonly Option<int> _threads = ValueOption.Number(
        "--n-threads", ["-j"], Defaults.ThreadCount, "Threads that read and compress. Default: -1, one for each processor (conda-pack: 1).");

    private readonly Option<bool> _zipSymlinks = Flag("--zip-symlinks", "zip: stores links as links instead of copies.");
    private readonly Option<bool> _noZip64 = Flag("--no-zip-64", "zip: fails above 65,535 files or 4 GiB.");
    private readonly Option<string?> _parcelRoot = ValueOption.Text("--parcel-root", [], "PATH", "parcel: where the cluster unpacks parcels. Default: /opt/cloudera/parcels.");
    private readonly Option<string?> _parcelName = ValueOption.Text("--parcel-name", [], "NAME", "parcel: its name. Default: the environment's.");
    private readonly Option<string?> _parcelVersion = ValueOption.Text("--parcel-version", [], "VERSION", "parcel: its version. Default: today, YYYY.MM.DD.");
    private readonly Option<string?> _parcelDistribution = ValueOption.Text("--parcel-distro", [], "DISTRO", "parcel: its distribution. Default: el7.");
    private readonly Option<bool> _noCache = Flag("--no-cache", "Neither uses nor keeps compressed blocks of earlier archives.");
    private readonly Option<bool> _force = Flag("--force", "Replaces an existing output, and creates a missing output directory.", "-f");

    private readonly Option<bool> _dryRun = Flag("--dry-run", "Does everything but the writing: tells all problems, what is found and the exact size.");
    private readonly Option<bool> _list = Flag("--list", "Prints the paths that would be packed, one a line.");
    private readonly Option<bool> _json = Flag(Json, "Prints everything that is known of the archive, or all problems, as JSON.");
    private readonly Option<bool> _quiet = Flag("--quiet", "Prints warnings and errors only.", "-q");

    public PackArguments()
    {
        _filter.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (FilterOrder.Parse(token.Value) == null)
                    result.AddError($"{FilterOrder.Filter}: '{token.Value}' begins with neither 'exclude:' nor 'include:'");
            }
        });
        Groups =
        [
            new("What to pack", _name, _prefix, _kind, _includePython, _allowFrameworkDependent),
            new("Which files", _exclude, _include, _filter, _editable, _ignoreEditable, _ignoreMissing),
            new("The archive", _output, _format, _arcRoot, _destination, _level, _threads, _noCache, _force),
            new("Of one format only", _zipSymlinks, _noZip64, _parcelRoot, _parcelName, _parcelVersion, _parcelDistribution),
            new("Looking", _dryRun, _list, _json, _quiet),
        ];
    }

    /// <summary>All options, as the help shows them.</summary>
    public IReadOnlyList<OptionGroup> Groups { get; }

    /// <exception cref="InvalidInputException">Options contradict each other.</exception>
    public PackRequest Read(ParseResult arguments)
    {
        var request = new PackRequest
        {
            Options = ReadOptions(arguments),
            List = arguments.GetValue(_list),
            Json = arguments.GetValue(_json),
            Quiet = arguments.GetValue(_quiet),
        };
        if (request is { Json: true, List: false, Options: { Output: "-", DryRun: false } })
            throw new InvalidInputException("--json and the archive can not both go to the standard output; give --output a file");
        return request;
    }

    private PackOptions ReadOptions(ParseResult arguments) => new()
    {
        Name = arguments.GetValue(_name),
        Prefix = arguments.GetValue(_prefix),
        Kind = PackWords.Kinds.Find(arguments.GetValue(_kind)),
        Output = arguments.GetValue(_output),
        Format = PackWords.Formats.Find(arguments.GetValue(_format)) ?? ArchiveFormat.Infer,
        CompressLevel = arguments.GetValue(_level),
        ThreadCount = arguments.GetValue(_threads),
        ArcRoot = arguments.GetValue(_arcRoot) ?? "",
        DestinationPrefix = arguments.GetValue(_destination),
        EditablePackages = ReadEditable(arguments),
        IgnoreMissingFiles = arguments.GetValue(_ignoreMissing),
        IncludePython = arguments.GetValue(_includePython),
        AllowFrameworkDependent = arguments.GetValue(_allowFrameworkDependent),
        ZipSymlinks = arguments.GetValue(_zipSymlinks),
        AllowZip64 = !arguments.GetValue(_noZip64),
        Parcel = new ParcelOptions
        {
            Root = arguments.GetValue(_parcelRoot) ?? Defaults.Parcel.Root,
            Name = arguments.GetValue(_parcelName),
            Version = arguments.GetValue(_parcelVersion),
            Distribution = arguments.GetValue(_parcelDistribution) ?? Defaults.Parcel.Distribution,
        },
        UseCache = !arguments.GetValue(_noCache),
        DryRun = arguments.GetValue(_dryRun),
        Force = arguments.GetValue(_force),
        Filters = FilterOrder.Read(arguments),
    };

    private EditablePolicy ReadEditable(ParseResult arguments)
    {
        var policy = PackWords.Editable.Find(arguments.GetValue(_editable));
        if (!arguments.GetValue(_ignoreEditable))
            return policy ?? EditablePolicy.Refuse;
        return policy is null or EditablePolicy.Ignore
            ? EditablePolicy.Ignore
            : throw new InvalidInputException($"--ignore-editable-packages means --editable=ignore, not --editable={PackWords.Editable.NameOf(policy.Value)}; give one of them");
    }

    private static Option<bool> Flag(string name, string description, params string[] aliases) => new(name, aliases) { Description = description };

    private static Option<string[]> Patterns(string name, string helpName, string description) =>
        new(name) { Description = description, HelpName = helpName };
}
