using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Submission;

/// <summary>Asks the ResourceManager for an application until it is accepted, whichever ResourceManager is active by then.</summary>
/// <remarks>
/// A ResourceManager answers a submission before it has stored it. One that takes over in between does not know the application, and is
/// asked again: to ask twice for one id is to ask once.
/// </remarks>
internal sealed class AcceptedSubmission(ResourceManagerClient resourceManager, TimeProvider time)
{
    // A ResourceManager that forgets one application so often has a defect that no patience helps.
    private const int Repetitions = 5;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks, and returns the report of the accepted application.</summary>
    /// <exception cref="ClusterRefusedException">YARN took the request and then failed the application.</exception>
    /// <exception cref="IOException">The ResourceManager can not be reached, or refuses.</exception>
    public async Task<ApplicationReportProto> RequestAsync(SubmitApplicationRequestProto request, CancellationToken cancellation)
    {
        for (var repetition = 0; ; repetition++)
        {
            await resourceManager.SubmitApplicationAsync(request, cancellation);
            try
            {
                return await AwaitAsync(request.ApplicationSubmissionContext.ApplicationId, cancellation);
            }
            catch (RemoteException error) when (error.ClassName == YarnErrors.ApplicationNotFound && repetition < Repetitions)
            {
                // Another ResourceManager answers than the one that took the request.
            }
        }
    }

    private async Task<ApplicationReportProto> AwaitAsync(ApplicationIdProto id, CancellationToken cancellation)
    {
        var request = new GetApplicationReportRequestProto { ApplicationId = id };
        for (var pause = FirstPoll; ; pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPoll.Ticks)))
        {
            var report = (await resourceManager.GetApplicationReportAsync(request, cancellation)).ApplicationReport;
            switch (report.YarnApplicationState)
            {
                case YarnApplicationStateProto.New or YarnApplicationStateProto.NewSaving or YarnApplicationStateProto.Submitted:
                    await Task.Delay(pause, time, cancellation);
                    continue;
                case YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed:
                    throw new ClusterRefusedException($"YARN failed {YarnIds.Format(id)} right after accepting it: {report.Diagnostics.Trim()}");
                default:
                    return report;
            }
        }
    }
}
