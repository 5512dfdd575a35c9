using Skein.ApplicationMaster.Lifecycle;
using Skein.Hadoop.Web.Server;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Pages.Site;

/// <summary>The page <c>/overview</c>: the application, and a card for each service with its containers.</summary>
internal sealed class OverviewPage(SiteFacts facts, SiteFrame frame, ApplicationLoop loop, TimeProvider time)
{
    // Some 2 MB of HTML at the most.
    private const int MaxRows = 6000;

    private readonly long _started = time.GetTimestamp();

    public async Task<HttpResponse> AnswerAsync(CancellationToken cancellation)
    {
        try
        {
            return Write(await loop.AskAsync(new ApplicationRequest.Overview(MaxRows), cancellation));
        }
        catch (ApplicationEndedException ended)
        {
            return HttpResponse.Text(503, ended.Message + "\n");
        }
    }

    private HttpResponse Write(ApplicationOverview application)
    {
        var page = frame.Begin("Overview", "/overview", isFresh: true).Element("h1", facts.Name).Begin("ul", ("class", "facts"));
        Fact(page, "Name", facts.Name);
        Fact(page, "User", facts.User);
        Log(page, "Application Master", facts.MasterLog);
        Log(page, "Application Driver", facts.DriverLog);
        Fact(page, "Memory", PageText.Memory(facts.Memory + application.Memory));
        Fact(page, "Cores", $"{facts.VirtualCores + application.VirtualCores}");
        Fact(page, "Runtime", PageText.Runtime(time.GetElapsedTime(_started)));
        Fact(page, "Progress", PageText.Progress(application.Progress));
        page.End("ul").Text("\n");
        for (var i = 0; i < application.Services.Count; i++)
            Card(page, application.Services[i], $"s{i}");
        return SiteFrame.End(page);
    }

    private void Card(HtmlPage page, ServiceOverview service, string id)
    {
        page.Begin("section", ("class", "card"), ("aria-labelledby", id)).Begin("h2", ("id", id)).Text(service.Name).End("h2")
            .Begin("p", ("class", "counts"));
        Count(page, service.RunningCount, "Running", "");
        Count(page, service.SucceededCount, "Succeeded", "good");
        Count(page, service.KilledCount, "Killed", "");
        Count(page, service.FailedCount, "Failed", "bad");
        page.End("p");
        List(page, "Pending", service.PendingCount, service.Pending, id + "p");
        List(page, "Running", service.RunningCount, service.Running, id + "r");
        List(page, "Completed", service.CompletedCount, service.Completed, id + "c");
        page.End("section").Text("\n");
    }

    private void List(HtmlPage page, string title, int count, IReadOnlyList<Container> shown, string id)
    {
        if (count == 0)
            return;
        var isOver = title == "Completed";
        page.Begin("details", isOver ? [("id", id)] : [("id", id), ("open", "")]).Element("summary", $"{title} ({PageText.Count(count)})");
        if (shown.Count < count)
            page.Paragraph($"{(isOver ? "The newest" : "The first")} {PageText.Count(shown.Count)} are shown.");
        page.Begin("div", ("class", "scroll")).Table(isOver ? ["Container", "State", "Runtime", "Logs", "Message"] : ["Container", "State", "Runtime", "Logs"], rows =>
        {
            foreach (var container in shown)
            {
                rows.Row().Cell($"{container.ServiceName}_{container.Instance}").Cell(StateNames.Of(container.State)).Cell(RuntimeOf(container))
                    .Cell(facts.LogOf(container), "Logs");
                if (isOver)
                    rows.Cell(container.ExitMessage);
            }
        }).End("div").End("details");
    }

    private string RuntimeOf(Container container)
    {
        if (container.StartTime == 0)
            return "";
        var end = container.FinishTime > 0 ? container.FinishTime : time.GetUtcNow().ToUnixTimeMilliseconds();
        return PageText.Runtime(TimeSpan.FromMilliseconds(end - container.StartTime));
    }

    private static void Count(HtmlPage page, int count, string name, string look) =>
        page.Begin("span", count > 0 && look.Length > 0 ? [("class", look)] : []).Text($"{PageText.Count(count)} {name}").End("span").Text(" ");

    private static void Fact(HtmlPage page, string name, string value) => Name(page, name).Text(value).End("li");

    private static void Log(HtmlPage page, string name, string? address)
    {
        Name(page, name);
        if (address is null)
            page.Text("N/A");
        else
            page.Begin("a", ("href", address)).Text("Logs").End("a");
        page.End("li");
    }

    private static HtmlPage Name(HtmlPage page, string name) => page.Begin("li").Element("b", name + ":").Text(" ");
}
