using System.Reflection;
using Skein.Contract;

namespace Skein.Tests.Contract;

public sealed class ContractTests
{
    // Programs written for skein 0.8.2 look for these. The table may only grow.
    [Theory]
    [InlineData(".skein.crt", SkeinFiles.Certificate)]
    [InlineData(".skein.pem", SkeinFiles.Key)]
    [InlineData(".skein.proto", SkeinFiles.Specification)]
    [InlineData(".skein.sh", SkeinFiles.Script)]
    [InlineData(".skein.log4j.properties", SkeinFiles.LogConfiguration)]
    [InlineData(".skein", SkeinFiles.StagingDirectory)]
    [InlineData("application.master.log", SkeinFiles.ApplicationMasterLog)]
    [InlineData("application.driver.log", SkeinFiles.ApplicationDriverLog)]
    [InlineData("skein.crt", SkeinFiles.ConfigCertificate)]
    [InlineData("skein.pem", SkeinFiles.ConfigKey)]
    [InlineData("skein.lock", SkeinFiles.ConfigLock)]
    [InlineData("driver", SkeinFiles.Driver)]
    [InlineData("SKEIN_CONFIG", SkeinVariables.Config)]
    [InlineData("SKEIN_APPLICATION_ID", SkeinVariables.ApplicationId)]
    [InlineData("SKEIN_APPMASTER_ADDRESS", SkeinVariables.ApplicationMasterAddress)]
    [InlineData("SKEIN_CONTAINER_ID", SkeinVariables.ContainerId)]
    [InlineData("SKEIN_RESOURCE_MEMORY", SkeinVariables.ResourceMemory)]
    [InlineData("SKEIN_RESOURCE_VCORES", SkeinVariables.ResourceVCores)]
    [InlineData("SKEIN_LOG_LEVEL", SkeinVariables.LogLevel)]
    [InlineData("SKEIN_DRIVER_JAVA_OPTIONS", SkeinVariables.DriverJavaOptions)]
    [InlineData("SKEIN_CERTIFICATE", SkeinVariables.DriverCertificate)]
    [InlineData("SKEIN_KEY", SkeinVariables.DriverKey)]
    [InlineData("SKEIN_CALLBACK_PORT", SkeinVariables.DriverCallbackPort)]
    [InlineData("CONTAINER_ID", YarnVariables.ContainerId)]
    [InlineData("LOCAL_DIRS", YarnVariables.LocalDirectories)]
    public void A_name_that_other_programs_know_never_changes(string known, string declared) => Assert.Equal(known, declared);

    [Fact]
    public void Logs_and_scripts_are_named_after_their_service()
    {
        Assert.Equal("dask.worker.log", SkeinFiles.ServiceLog("dask.worker"));
        Assert.Equal("dask.worker.sh", SkeinFiles.ServiceScript("dask.worker"));
    }

    [Fact]
    public void No_two_files_of_a_container_share_a_name()
    {
        string[] names =
        [
            SkeinFiles.Certificate, SkeinFiles.Key, SkeinFiles.Specification, SkeinFiles.Script, SkeinFiles.LogConfiguration,
            SkeinFiles.Binary, SkeinFiles.HadoopConfiguration, SkeinFiles.Journal,
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Theory]
    [InlineData(typeof(SkeinVariables))]
    [InlineData(typeof(YarnVariables))]
    public void Every_variable_is_declared_once(Type variables)
    {
        var names = variables.GetFields(BindingFlags.Public | BindingFlags.Static).Select(static field => (string)field.GetValue(null)!).ToList();
        Assert.Equal(names.Distinct(), names);
    }
}
