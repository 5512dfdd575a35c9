namespace Skein.Packer.Tests.EndToEnd;

public sealed class DotNetPublishTests : IDisposable
{
    private const string SelfContained = """{"runtimeOptions": {"tfm": "net9.0", "includedFrameworks": [{"name": "Microsoft.NETCore.App", "version": "9.0.0"}]}}""";
    private const string Dependent = """{"runtimeOptions": {"framework": {"name": "Microsoft.NETCore.App", "version": "9.0.0"}}}""";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PackOptions Options => new() { Prefix = _directory["app"], Output = _directory["a.tar.gz"] };

    [Theory]
    [InlineData("--self-contained")]
    [InlineData("--self-contained", "-p:PublishSingleFile=true")]
    public async Task A_self_contained_application_is_recognised_and_runs_although_a_copy_lost_its_modes(params string[] publish)
    {
        await PublishAsync(publish);
        await Shell.OutputOfAsync("chmod", ["-R", "a-x,a+X", _directory["app"]]);
        foreach (var file in Directory.GetFiles(_directory["app"]))
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var summary = await EnvironmentPacker.PackAsync(Options, null, Cancellation);
        Assert.Equal(EnvironmentKind.DotNet, summary.Kind);
        Assert.Empty(summary.Warnings);
        var members = await Archive.MembersAsync(Options.Output!);
        Assert.Equal(0x1ed, members["app"].Mode);
        if (members.TryGetValue("app.dll", out var library))
            Assert.Equal(0x1a4, library.Mode);

        Directory.CreateDirectory(_directory["out"]);
        await Shell.OutputOfAsync("tar", ["-xzf", Options.Output!, "-C", _directory["out"]]);
        Assert.Equal("Hello\n", await Shell.OutputOfAsync("env", ["-i", _directory["out/app"]]));
    }

    [Theory]
    [InlineData()]
    [InlineData("--no-self-contained", "-p:PublishSingleFile=true")]
    public async Task An_application_that_needs_a_runtime_is_refused_with_the_line_that_mends_it(params string[] publish)
    {
        await PublishAsync(publish);
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);
        Assert.Contains("'dotnet publish -r linux-x64 --self-contained'", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);

        plan = await EnvironmentPacker.PlanAsync(Options with { AllowFrameworkDependent = true }, Cancellation);
        Assert.Empty(plan.Problems);
    }

    [Theory]
    [InlineData(SelfContained, false, false)]
    [InlineData(Dependent, true, true)]
    [InlineData("{\"runtimeOptions\": {}}", true, false)]
    [InlineData("{\"runtimeOptions\": {}}", false, true)]
    [InlineData("\uFEFF{} // nothing", false, true)]
    [InlineData("nonsense", false, true)]
    public async Task What_brings_its_runtime_is_told_by_its_configuration_and_else_by_its_libraries(string configuration, bool hasRuntime, bool isRefused)
    {
        Write("app.runtimeconfig.json", configuration);
        if (hasRuntime)
            Write("libcoreclr.so", "");
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);
        Assert.Equal(EnvironmentKind.DotNet, plan.Kind);
        Assert.Equal(isRefused ? ["app.runtimeconfig.json"] : [], plan.Problems.SelectMany(static problem => problem.Details));
    }

    [Theory]
    [InlineData("win-x64", "does not run on Linux")]
    [InlineData("osx-arm64", "does not run on Linux")]
    [InlineData("linux-musl-x64", "glibc")]
    [InlineData("linux-x64", null)]
    [InlineData("linux-arm64", null)]
    public async Task An_application_for_another_system_is_told(string identifier, string? expected)
    {
        Write("app.runtimeconfig.json", SelfContained);
        Write("app.deps.json", $$$"""{"runtimeTarget": {"name": ".NETCoreApp,Version=v9.0/{{{identifier}}}"}}""");
        var warnings = (await EnvironmentPacker.PlanAsync(Options, Cancellation)).Warnings;
        if (expected == null)
            Assert.Empty(warnings);
        else
            Assert.Contains(expected, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_for_Windows_alone_is_told()
    {
        Write("app.runtimeconfig.json", SelfContained);
        Write("app.exe", "MZ");
        Assert.Contains("app.exe", Assert.Single((await EnvironmentPacker.PlanAsync(Options, Cancellation)).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_compiled_ahead_of_time_is_packed_when_its_kind_is_said()
    {
        Write("readme.txt", "");
        File.Copy("/bin/true", _directory["app/tool"]);
        File.SetUnixFileMode(_directory["app/tool"], UnixFileMode.UserRead);
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PlanAsync(Options, Cancellation));
        var plan = await EnvironmentPacker.PlanAsync(Options with { Kind = EnvironmentKind.DotNet }, Cancellation);
        Assert.Empty(plan.Problems);
        Assert.Equal(0x140, plan.Entries.Single(static entry => entry.Path == "tool").Mode);
    }

    [Fact]
    public async Task A_pipe_among_the_files_does_not_block()
    {
        Directory.CreateDirectory(_directory["app"]);
        await Shell.OutputOfAsync("mkfifo", [_directory["app/pipe"]]);
        await Assert.ThrowsAsync<PackException>(() => EnvironmentPacker.PlanAsync(Options, Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation));
    }

    public void Dispose() => _directory.Dispose();

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(_directory["app"]);
        File.WriteAllText(_directory[$"app/{name}"], text);
    }

    private async Task PublishAsync(string[] options)
    {
        Assert.SkipUnless(Shell.Has("dotnet"), "Nothing to pack: there is no dotnet.");
        Directory.CreateDirectory(_directory["project"]);
        await File.WriteAllTextAsync(
            _directory["project/app.csproj"],
            "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net9.0</TargetFramework>"
            + "<InvariantGlobalization>true</InvariantGlobalization></PropertyGroup></Project>",
            Cancellation);
        await File.WriteAllTextAsync(_directory["project/app.cs"], "System.Console.WriteLine(\"Hello\");", Cancellation);
        string[] runtime = options.Length == 0 ? [] : ["-r", "linux-x64"];
        var result = await Shell.RunAsync("dotnet", ["publish", "-o", _directory["app"], "--nologo", .. runtime, .. options], _directory["project"]);
        Assert.False(result.ExitCode != 0 && Environment.GetEnvironmentVariable("CI") == "true", result.Output);
        Assert.SkipWhen(result.ExitCode != 0, $"Nothing to pack: dotnet publish failed: {result.Output.Split('\n')[^1]}");
    }
}
