using System.Globalization;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>YARN's ids as text.</summary>
/// <remarks>
/// <code>
/// application  application_ &lt;cluster timestamp&gt; _ &lt;number, at least 4 digits&gt;
/// attempt      appattempt_  &lt;cluster timestamp&gt; _ &lt;application, 4&gt; _ &lt;attempt, 6&gt;
/// container    container_ [e &lt;epoch, 2&gt; _] &lt;cluster timestamp&gt; _ &lt;application, 4&gt; _ &lt;attempt, 2&gt; _ &lt;number, 6&gt;
/// </code>
/// A container's number is the lower 40 bits of its id; above them is the epoch, the count of the ResourceManager's restarts.
/// </remarks>
public static class YarnIds
{
    private const string ApplicationPrefix = "application";
    private const string AttemptPrefix = "appattempt";
    private const string ContainerPrefix = "container";
    private const int NumberBits = 40;
    private const long MaxNumber = (1L << NumberBits) - 1;
    private const int MaxEpoch = (1 << (63 - NumberBits)) - 1;

    public static string Format(ApplicationIdProto id) =>
        string.Create(CultureInfo.InvariantCulture, $"{ApplicationPrefix}_{id.ClusterTimestamp}_{id.Id:D4}");

    public static string Format(ApplicationAttemptIdProto id) => string.Create(
        CultureInfo.InvariantCulture,
        $"{AttemptPrefix}_{id.ApplicationId.ClusterTimestamp}_{id.ApplicationId.Id:D4}_{id.AttemptId:D6}");

    public static string Format(ContainerIdProto id)
    {
        var application = id.AppAttemptId.ApplicationId;
        var epoch = id.Id >> NumberBits;
        var era = epoch > 0 ? string.Create(CultureInfo.InvariantCulture, $"e{epoch:D2}_") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ContainerPrefix}_{era}{application.ClusterTimestamp}_{application.Id:D4}_{id.AppAttemptId.AttemptId:D2}_{id.Id & MaxNumber:D6}");
    }

    /// <exception cref="FormatException">The text is not an application id.</exception>
    public static ApplicationIdProto ParseApplication(string text) => TryParseApplication(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not an application id, such as application_1700000000000_0001");

    /// <summary>False if the text is not an application id.</summary>
    public static bool TryParseApplication(string? text, out ApplicationIdProto id)
    {
        id = new ApplicationIdProto();
        return text?.Split('_') is [ApplicationPrefix, var timestamp, var number] && Fill(id, timestamp, number);
    }

    /// <exception cref="FormatException">The text is not an attempt's id.</exception>
    public static ApplicationAttemptIdProto ParseAttempt(string text) => TryParseAttempt(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not an attempt's id, such as appattempt_1700000000000_0001_000001");

    /// <summary>False if the text is not an attempt's id.</summary>
    public static bool TryParseAttempt(string? text, out ApplicationAttemptIdProto id)
    {
        id = new ApplicationAttemptIdProto { ApplicationId = new ApplicationIdProto() };
        if (text?.Split('_') is not [AttemptPrefix, var timestamp, var number, var attempt]
            || !Fill(id.ApplicationId, timestamp, number)
            || !TryRead(attempt, out var attemptNumber)
            || attemptNumber > int.MaxValue)
        {
            return false;
        }

        id.AttemptId = (int)attemptNumber;
        return true;
    }

    /// <exception cref="FormatException">The text is not a container's id.</exception>
    public static ContainerIdProto ParseContainer(string text) => TryParseContainer(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not a container's id, such as container_1700000000000_0001_01_000001");

    /// <summary>False if the text is not a container's id.</summary>
    public static bool TryParseContainer(string? text, out ContainerIdProto id)
    {
        id = new ContainerIdProto
        {
            AppAttemptId = new ApplicationAttemptIdProto { ApplicationId = new ApplicationIdProto() },
        };
        var parts = text?.Split('_') ?? [];
        long epoch = 0;
        if (parts is [ContainerPrefix, ['e', .. var era], ..])
        {
            if (!TryRead(era, out epoch) || epoch > MaxEpoch)
                return false;
            parts = [ContainerPrefix, .. parts[2..]];
        }

        if (parts is not [ContainerPrefix, var timestamp, var application, var attempt, var number]
            || !Fill(id.AppAttemptId.ApplicationId, timestamp, application)
            || !TryRead(attempt, out var attemptNumber)
            || attemptNumber > int.MaxValue
            || !TryRead(number, out var containerNumber)
            || containerNumber > MaxNumber)
        {
            return false;
        }

        id.AppAttemptId.AttemptId = (int)attemptNumber;
        id.Id = (epoch << NumberBits) | containerNumber;
        return true;
    }

    private static bool Fill(ApplicationIdProto id, string timestamp, string number)
    {
        if (!TryRead(timestamp, out var clusterTimestamp) || !TryRead(number, out var applicationNumber) || applicationNumber > int.MaxValue)
            return false;
        id.ClusterTimestamp = clusterTimestamp;
        id.Id = (int)applicationNumber;
        return true;
    }

    private static bool TryRead(string digits, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
