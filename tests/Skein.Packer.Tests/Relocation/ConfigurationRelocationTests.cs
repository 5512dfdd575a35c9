using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

/// <summary>Files that other programs read, in the forms their packages install.</summary>
public sealed class ConfigurationRelocationTests
{
    private const string Kernel = "share/jupyter/kernels/x/kernel.json";

    private static readonly InstalledPrefix Prefix = new("/opt/env");

    [Theory]
    [InlineData("""{"argv": ["/opt/env/bin/python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}""",
        """{"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"], "language": "python"}""")]
    [InlineData("""{"argv":["/opt/env/bin/python3.11","/opt/env/share/x.py"]}""", """{"argv":["python","{resource_dir}/../../../../share/x.py"]}""")]
    [InlineData("""{"argv": ["/opt/env/lib/R/bin/R", "--slave"]}""", """{"argv": ["{resource_dir}/../../../../lib/R/bin/R", "--slave"]}""")]
    [InlineData("""{"argv":["/opt/env/bin/python"],"env":{"HOME":"/opt/env"}}""", """{"argv":["python"],"env":{"HOME":"/opt/env"}}""")]
    [InlineData("""{"env":{"argv":["/opt/env"]},"argv":["python"]}""", null)]
    [InlineData("""{"argv":["/opt/env2/bin/python"]}""", null)]
    [InlineData("""{"argv":["/opt/env/bin/python" """, null)]
    public void A_kernel_starts_beside_its_specification(string content, string? expected) => Assert.Equal(expected, Relocate(Kernel, content));

    [Theory]
    [InlineData("set(X_DIR \"/opt/env/include\")\n", "set(X_DIR \"${CMAKE_CURRENT_LIST_DIR}/../../../include\")\n")]
    [InlineData("set(L -L/opt/env/lib;/opt/env/lib/libx.so)", "set(L -L${CMAKE_CURRENT_LIST_DIR}/../../../lib;${CMAKE_CURRENT_LIST_DIR}/../../../lib/libx.so)")]
    [InlineData("  macro (m)\n set(A /opt/env)\nendmacro()\nset(B /opt/env)\n", "  macro (m)\n set(A /opt/env)\nendmacro()\nset(B ${CMAKE_CURRENT_LIST_DIR}/../../..)\n")]
    [InlineData("FUNCTION(f)\nset(A /opt/env)\nEndFunction()\n", null)]
    [InlineData("set(A [[/opt/env]])\n", null)]
    [InlineData("set(A [=[/opt/env]=])\n", null)]
    [InlineData("set(A \"\\\"/opt/env\\\"\")\n", null)]
    public void CMake_finds_a_package_beside_its_file(string content, string? expected) => Assert.Equal(expected, Relocate("lib/cmake/X/XConfig.cmake", content));

    [Theory]
    [InlineData("bin/qt.conf",
        "[Paths]\nPrefix = /opt/env\nBinaries = /opt/env/bin\nSettings=/opt/env\nTargetSpec = linux-g++\n",
        "[Paths]\nPrefix = ..\nBinaries = bin\nSettings = .\nTargetSpec = linux-g++\n")]
    [InlineData("lib/qt6/bin/qt6.conf", "[Paths]\nPrefix=/opt/env\n", "[Paths]\nPrefix = ../../..\n")]
    [InlineData("bin/qt.conf", "[Paths]\nBinaries = /opt/env/bin\n", null)]
    [InlineData("bin/qt.conf", "[Paths]\nPrefix = /opt/env\nHostPrefix = /opt/env\n", null)]
    [InlineData("bin/qt.conf", "[Other]\nPrefix = /opt/env\n", null)]
    public void Qt_is_found_from_its_programs(string path, string content, string? expected) => Assert.Equal(expected, Relocate(path, content));

    [Fact]
    public void R_is_at_home_where_its_script_is()
    {
        const string Script = """
            #!/bin/sh
            # Shell wrapper for R executable.

            R_HOME_DIR=/opt/env/lib/R
            if test "${R_HOME_DIR}" = "/opt/env/lib/R"; then
               case "linux-gnu" in
               linux*)
                 run_arch=`uname -m`
                 case "$run_arch" in
                    x86_64|mips64|ppc64)
                      libnn=lib64
                      libnn_fallback=lib
                    ;;
                 esac
                 if [ -x "/opt/env/${libnn}/R/bin/exec/R" ]; then
                    R_HOME_DIR="/opt/env/${libnn}/R"
                 fi
                ;;
              esac
            fi
            R_SHARE_DIR=/opt/env/lib/R/share
            export R_SHARE_DIR
            usage="
            Usage: R [options] [< infile] [> outfile]
              -g TYPE, --gui=TYPE	Use TYPE as GUI; possible values are 'X11' (default)
            "
            echo "${R_HOME_DIR} ${R_SHARE_DIR}"

            """;
        var expected = Script.Replace("=/opt/env", "=\"${ENVIRONMENT_PREFIX}\"", StringComparison.Ordinal)
            .Replace("\"/opt/env", "\"${ENVIRONMENT_PREFIX}", StringComparison.Ordinal)
            .Replace("#!/bin/sh\n", "#!/bin/sh\nENVIRONMENT_PREFIX=$(cd -- \"$(dirname -- \"$(realpath -- \"$0\")\")/../../..\" && pwd -P)\n", StringComparison.Ordinal);
        Assert.Equal(expected, Relocate("lib/R/bin/R", Script));
    }

    private static string? Relocate(string path, string content) =>
        TextRelocation.Relocate(Encoding.UTF8.GetBytes(content), Prefix, path, isExecutable: true) is { } relocated
            ? Encoding.UTF8.GetString(relocated)
            : null;
}
