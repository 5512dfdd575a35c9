namespace Skein.Contract;

/// <summary>Environment variables that YARN and Hadoop define and Skein reads or sets.</summary>
public static class YarnVariables
{
    /// <summary>Set by the NodeManager: <c>container_…</c>, which also names the attempt.</summary>
    public const string ContainerId = "CONTAINER_ID";

    /// <summary>Set by the NodeManager: directories of the application on this node, separated by commas.</summary>
    public const string LocalDirectories = "LOCAL_DIRS";

    /// <summary>Set by the NodeManager: log directories of the container, separated by commas.</summary>
    public const string LogDirectories = "LOG_DIRS";

    /// <summary>Set by the NodeManager: its host name.</summary>
    public const string NodeHost = "NM_HOST";

    /// <summary>Set by the NodeManager: port of its web pages.</summary>
    public const string NodeHttpPort = "NM_HTTP_PORT";

    /// <summary>Set by the NodeManager: the user the container belongs to.</summary>
    public const string User = "USER";

    /// <summary>Set by the ResourceManager for the application master: path of its pages behind the web proxy, <c>/proxy/application_…</c>.</summary>
    public const string WebProxyBase = "APPLICATION_WEB_PROXY_BASE";

    /// <summary>Set by the NodeManager: file of the container's delegation tokens. Read by every Hadoop client.</summary>
    public const string TokenFile = "HADOOP_TOKEN_FILE_LOCATION";

    /// <summary>Set by the user or the submitter: whom simple authentication names. Ignored with Kerberos.</summary>
    public const string HadoopUser = "HADOOP_USER_NAME";

    /// <summary>Read by the NodeManager from a launch environment: the runtime of a container.</summary>
    public const string ContainerRuntime = "YARN_CONTAINER_RUNTIME_TYPE";

    /// <summary>Value of <see cref="ContainerRuntime"/> for containers of an image.</summary>
    public const string DockerRuntime = "docker";

    /// <summary>Read by the NodeManager's Docker runtime: the image.</summary>
    public const string DockerImage = "YARN_CONTAINER_RUNTIME_DOCKER_IMAGE";

    /// <summary>Read by the NodeManager's Docker runtime: <c>SOURCE:DESTINATION:MODE</c>, separated by commas.</summary>
    public const string DockerMounts = "YARN_CONTAINER_RUNTIME_DOCKER_MOUNTS";

    /// <summary>Read by the NodeManager's Docker runtime: the network; one of those the cluster allows.</summary>
    public const string DockerNetwork = "YARN_CONTAINER_RUNTIME_DOCKER_CONTAINER_NETWORK";

    /// <summary>Set by the user: directory of <c>core-site.xml</c>, <c>yarn-site.xml</c> and <c>hdfs-site.xml</c>.</summary>
    public const string HadoopConfigurationDirectory = "HADOOP_CONF_DIR";
}
