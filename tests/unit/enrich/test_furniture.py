import pytest

from pipeline.enrich.furniture import find_furniture
from pipeline.model import Article

STORY = (
    "Coast guards of the two neighbours traded accusations on Monday after a boat sank off Halden.\n\n"
    "Nobody was hurt, the harbour office said, and divers will look at the wreck in the morning.\n\n"
)


def furniture(body: str) -> list[str]:
    return [body[start:end] for start, end in find_furniture(Article(uri="urn:x", body=body))]


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "12 Comments",
        "Log in to comment",
        "Share",
        "Share this article on Facebook",
        "Facebook Twitter WhatsApp Email",
        "Follow us on Instagram and YouTube",
        "Follow @haldendaily on X",
        "Advertisement",
        "Story continues below advertisement",
        "We use cookies to give you the best experience on our website.",
        "By continuing to browse you agree to our use of cookies.",
        "Accept all",
        "Privacy policy",
        "© 2024 Halden Daily",
        "The Halden Daily. All rights reserved.",
        "Sign up for our morning newsletter",
        "Subscribe now for full access to our reporting.",
        "Get the day's top stories delivered straight to your inbox",
        "You have 2 free articles left this month.",
        "To continue reading, subscribe or log in.",
        "This article is for subscribers only",
        "Read more",
        "READ MORE: Rocket fired over the strait",
        "Also read: Troops cross the border at dawn",
        "Watch: Ferry burns in the harbour",
        "Tags: Halden, coast guard, boats",
        "Next article: Fishing ban lifted",
        "• Read more",
        "Deja un comentario",
        "댓글 달기",
        "コメントを残す",
    ],
)
def test_a_line_that_sites_add_is_furniture(line):
    assert furniture(STORY + line) == [line]
    assert furniture(STORY + line + "\n\n" + STORY) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "More – but not all – of the soldiers went home.",
        "For alliance members, the attack came as a shock.",
        "Register to vote by Friday, officials urged.",
        "By using terms like war, the minister angered his neighbours.",
        "Previous posts held by the general include defence minister.",
        "Privacy policy changes cost the company a third of its users.",
        "Share prices fell on the news.",
        "Share this burden, the general tells allies.",
        "Follow suit on sanctions, the chancellor told parliament.",
        "Find out on Monday, said the judge.",
        "No comment.",
        "Cookies were banned from the school canteen.",
        "Support for the government has fallen.",
        "Read the charges, the judge ordered.",
        "Related charges were dropped.",
        "Watch towers line the border.",
        "Log drivers are on strike.",
        "You must be joking, he told the court.",
        "Allow all refugees in, the bishop said.",
        "Comments by the envoy drew a protest.",
        "Join the army, posters urge.",
        "Click farms are a growth business.",
        "Leave your homes, the army told villagers.",
        "Advertisement of the drug will be banned.",
        "Copyright law is to be rewritten.",
        "wrapped lines may begin with any word, such as\nshare",
    ],
)
def test_a_sentence_of_news_is_never_furniture(line):
    assert furniture(STORY + line) == []


def test_a_list_heading_takes_the_titles_under_it_and_stops_at_the_story():
    body = STORY + "Most read\n\n1. Rocket fired over the strait\nTroops cross at dawn\n\n" + STORY
    assert furniture(body) == ["Most read", "1. Rocket fired over the strait", "Troops cross at dawn"]


def test_a_list_heading_above_the_story_takes_no_title():
    assert furniture("Latest news\n\nRocket fired over the strait\n\n" + STORY) == ["Latest news"]


def test_a_comment_form_run_into_the_last_paragraph_is_cut_off():
    tail = "Leave a Reply Your email address will not be published. Required fields are marked *"
    assert furniture("A boat sank off Halden on Monday. " + tail) == [tail]


def test_a_body_that_is_all_furniture_is_left_alone():
    assert furniture("Watch: Rocket fired over the strait") == []
    assert furniture("") == []
