using FluentValidation;
using Moq;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Stores;

namespace ObsControlPlane.Application.UnitTests.Stores;

/// <summary>What was refused is listed in pages, and decided one by one.</summary>
public sealed class DeadLetterTests
{
    [Test]
    public async Task One_more_than_asked_for_tells_where_to_go_on()
    {
        using var host = new TestHost();
        host.DeadLetters.Setup(letters => letters.ListAsync("memory-1", 3, It.IsAny<CancellationToken>())).ReturnsAsync([Letter(2), Letter(3), Letter(4)]);
        host.DeadLetters.Setup(letters => letters.ListAsync("memory-3", 3, It.IsAny<CancellationToken>())).ReturnsAsync([Letter(4)]);
        var first = await host.SendAsync(new GetDeadLettersQuery("memory-1", 2));
        var last = await host.SendAsync(new GetDeadLettersQuery(first.Next, 2));

        Assert.That((first.Letters.Select(letter => letter.Id), first.Next), Is.EqualTo((new[] { "memory-2", "memory-3" }, "memory-3")));
        Assert.That((last.Letters.Single().Id, last.Next), Is.EqualTo(("memory-4", (string?)null)));
    }

    [TestCase(0)]
    [TestCase(201)]
    public void A_page_has_1_to_200(int limit)
    {
        using var host = new TestHost();
        Assert.That(() => host.SendAsync(new GetDeadLettersQuery(null, limit)), Throws.TypeOf<ValidationException>());
    }

    [TestCase(DeadLetterDecision.Retried)]
    [TestCase(DeadLetterDecision.Discarded)]
    public async Task A_decision_is_the_stores(DeadLetterDecision decision)
    {
        using var host = new TestHost();
        host.DeadLetters.Setup(letters => letters.RetryAsync("memory-1", It.IsAny<CancellationToken>())).ReturnsAsync(decision == DeadLetterDecision.Retried);
        host.DeadLetters.Setup(letters => letters.DiscardAsync("memory-1", It.IsAny<CancellationToken>())).ReturnsAsync(decision == DeadLetterDecision.Discarded);

        Assert.That(await host.SendAsync(new DecideDeadLetterCommand("memory-1", decision)), Is.True);
    }

    private static DeadLetter Letter(int number) => new($"memory-{number}", "memory", "outcome", null, "refused", 1, 1, 2);
}
