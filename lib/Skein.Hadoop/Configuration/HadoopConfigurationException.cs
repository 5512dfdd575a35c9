namespace Skein.Hadoop.Configuration;

/// <summary>
/// A Hadoop configuration that can not be read, or a setting in it that can not be used. The message names the file, the line and the
/// key, and is meant for the person who can change them.
/// </summary>
public sealed class HadoopConfigurationException : Exception
{
    /// <param name="message">One sentence: where, what is wrong, what to do.</param>
    /// <param name="inner">The cause, or null.</param>
    public HadoopConfigurationException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
