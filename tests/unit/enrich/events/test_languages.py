"""Events of other languages; the sentences are our own, others than those of the gold files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.enrich.events.languages import sentences
from pipeline.enrich.events.languages_data import LANGUAGES, Group, Language, Markers, Source, Triggers, load_language
from pipeline.enrich.pipeline import standard
from pipeline.errors import ConfigError
from pipeline.model import Article

WATCHED = {"missile-launch", "air-strike", "sanction", "protest", "military-exercise"}
LAUNCH, STRIKE, SANCTION, PROTEST, EXERCISE = "missile-launch", "air-strike", "sanction", "protest", "military-exercise"
TOLD = [
    (
        "de",
        "Nordkorea hat nach Angaben aus Seoul zwei ballistische Raketen ins Meer abgefeuert.",
        LAUNCH,
        "occurred",
        "KP",
    ),
    ("de", "Eine Rakete vom Typ Iskander traf am Mittwoch ein Wohnhaus in Charkiw.", LAUNCH, "occurred", None),
    ("de", "Südkorea will im April eine neue ballistische Rakete testen.", LAUNCH, "planned", "KR"),
    ("de", "Die Schüler probten das Verhalten bei einem Raketenangriff.", LAUNCH, "drill", None),
    ("de", "Der Stürmer schoss eine Rakete ins Tor und jubelte.", None, None, None),
    (
        "de",
        "Die israelische Luftwaffe flog in der Nacht mehrere Angriffe auf Ziele im Süden des Libanon.",
        STRIKE,
        "occurred",
        "IL",
    ),
    ("de", "Die EU hat am Montag neue Sanktionen gegen Belarus beschlossen.", SANCTION, "occurred", "EU"),
    ("de", "Washington drohte Indien mit Sanktionen, sollte es weiter Öl kaufen.", SANCTION, "threatened", "US"),
    ("de", "Die für Samstag geplante Kundgebung in Dresden wurde abgesagt.", PROTEST, "cancelled", None),
    ("de", "Die Nato-Übung mit 9.000 Soldaten beginnt kommende Woche in Litauen.", EXERCISE, "planned", None),
    ("fr", "La Corée du Nord a procédé jeudi au tir de deux missiles de croisière.", LAUNCH, "occurred", "KP"),
    (
        "fr",
        "Ariane 6 a décollé de Kourou avec un satellite militaire à bord de la fusée lancée mardi.",
        None,
        None,
        None,
    ),
    ("fr", "Téhéran a démenti avoir lancé le moindre missile vers le Pakistan.", LAUNCH, "denied", "IR"),
    ("fr", "Des avions de chasse français ont frappé un dépôt d'armes dans le nord du Mali.", STRIKE, "occurred", "FR"),
    ("fr", "Bruxelles envisage de nouvelles sanctions contre la Géorgie.", SANCTION, "planned", "EU"),
    (
        "fr",
        "Les États-Unis ont levé les sanctions qui frappaient la compagnie aérienne syrienne.",
        SANCTION,
        "cancelled",
        "US",
    ),
    ("fr", "Chaque samedi, des centaines de retraités défilent dans les rues de Toulouse.", PROTEST, "habitual", None),
    ("fr", "Les syndicats appellent à manifester mardi prochain dans toute la France.", PROTEST, "planned", None),
    ("fr", "Un raid aérien israélien a fait neuf morts jeudi à Gaza.", STRIKE, "occurred", "IL"),
    ("fr", "La Russie et la Biélorussie ont entamé des manœuvres conjointes.", EXERCISE, "occurred", "RU"),
    ("es", "Rusia lanzó de madrugada más de treinta misiles contra Kiev y Odesa.", LAUNCH, "occurred", "RU"),
    ("es", "El delantero soltó un misil que se coló por la escuadra: gol del año.", None, None, None),
    ("es", "Irán amenazó con disparar misiles si es atacado de nuevo.", LAUNCH, "threatened", "IR"),
    ("es", "Aviones israelíes atacaron el puerto de Hodeida el miércoles.", STRIKE, "occurred", "IL"),
    ("es", "El ejército birmano negó haber bombardeado la escuela.", STRIKE, "denied", "MM"),
    ("es", "La Unión Europea levantó las sanciones contra el banco central sirio.", SANCTION, "cancelled", "EU"),
    ("es", "Washington prepara nuevas sanciones contra Venezuela.", SANCTION, "planned", "US"),
    ("es", "Cientos de médicos salieron a la calle en Lima para exigir mejores salarios.", PROTEST, "occurred", None),
    ("es", "Los sindicatos desconvocaron la marcha del viernes tras el acuerdo.", PROTEST, "cancelled", None),
    ("es", "España participará en mayo en unas maniobras navales de la OTAN.", EXERCISE, "planned", "ES"),
    (
        "ru",
        "КНДР в четверг утром запустила две баллистические ракеты в сторону Японского моря.",
        LAUNCH,
        "occurred",
        "KP",
    ),
    ("ru", "Роскосмос перенёс запуск ракеты «Союз-2» со спутником связи.", None, None, None),
    ("ru", "Минобороны Пакистана опровергло сообщения о пуске ракет по территории Индии.", LAUNCH, "denied", "PK"),
    ("ru", "Самолёты ВВС Турции разбомбили склад на севере Сирии.", STRIKE, "occurred", "TR"),
    ("ru", "Евросоюз продлил санкции против российских банков ещё на полгода.", SANCTION, "occurred", "EU"),
    ("ru", "Вашингтон снял санкции с белорусского производителя удобрений.", SANCTION, "cancelled", "US"),
    ("ru", "Каждую субботу пенсионеры проводят митинг у здания мэрии.", PROTEST, "habitual", None),
    ("ru", "Профсоюзы проведут в пятницу шествие в центре Праги.", PROTEST, "planned", None),
    ("ru", "Финляндия отменила военные учения из-за морозов.", EXERCISE, "cancelled", "FI"),
    ("ru", "Ракетный удар по Одессе унёс жизни троих человек.", LAUNCH, "occurred", None),
    ("ar", "أطلقت كوريا الشمالية صاروخا باليستيا قصير المدى صباح الخميس.", LAUNCH, "occurred", "KP"),
    ("ar", "هددت إيران بإطلاق صواريخ على القواعد الأمريكية إذا تعرضت لهجوم.", LAUNCH, "threatened", "IR"),
    ("ar", "شنت طائرات إسرائيلية غارات على جنوب لبنان فجر الأربعاء.", STRIKE, "occurred", "IL"),
    ("ar", "نفى الجيش الباكستاني شن غارات داخل أفغانستان.", STRIKE, "denied", "PK"),
    ("ar", "أقر الاتحاد الأوروبي حزمة عقوبات جديدة على روسيا.", SANCTION, "occurred", "EU"),
    ("ar", "يعتزم الكونغرس فرض عقوبات على مصارف عراقية.", SANCTION, "planned", None),
    ("ar", "ألغت النقابة المظاهرة التي كانت مقررة يوم السبت.", PROTEST, "cancelled", None),
    ("ar", "خرج آلاف الطلاب إلى الشوارع في عمان تنديدا بالقرار.", PROTEST, "occurred", None),
    ("ar", "تبدأ مصر والسعودية الأسبوع المقبل مناورات بحرية مشتركة.", EXERCISE, "planned", "EG"),
    ("ar", "أطلقت الهند قمرا صناعيا جديدا على متن صاروخ.", None, None, None),
    ("ko", "북한은 목요일 새벽 순항미사일 여러 발을 서해상으로 쐈다.", LAUNCH, "occurred", "KP"),
    ("ko", "누리호가 위성 여덟 기를 싣고 우주로 발사됐다.", None, None, None),
    ("ko", "이란은 공격을 받으면 미사일을 발사하겠다고 위협했다.", LAUNCH, "threatened", "IR"),
    ("ko", "주민들은 미사일 공격을 가정한 대피 훈련에 참가했다.", LAUNCH, "drill", None),
    ("ko", "러시아군 전투기가 하르키우의 창고를 폭격했다.", STRIKE, "occurred", "RU"),
    ("ko", "유럽연합은 벨라루스에 대한 추가 제재를 결정했다.", SANCTION, "occurred", "EU"),
    ("ko", "미국은 시리아에 대한 제재를 해제했다.", SANCTION, "cancelled", "US"),
    ("ko", "간호사들이 토요일 여의도에서 집회를 열 예정이다.", PROTEST, "planned", None),
    ("ko", "매주 수요일 할머니들은 대사관 앞에서 시위를 한다.", PROTEST, "habitual", None),
    ("ko", "중국군은 대만 주변에서 실사격 훈련을 벌였다.", EXERCISE, "occurred", "CN"),
    ("ja", "韓国軍合同参謀本部は、北朝鮮が短距離弾道ミサイルを発射したと明らかにした。", LAUNCH, "occurred", "KP"),
    ("ja", "気象衛星を載せたロケットが種子島から打ち上げられた。", None, None, None),
    ("ja", "イランは攻撃を受ければミサイルを発射すると警告した。", LAUNCH, "threatened", "IR"),
    ("ja", "イスラエル軍はガザ南部を空爆し、少なくとも十人が死亡した。", STRIKE, "occurred", "IL"),
    ("ja", "一九四五年の東京大空襲を語り継ぐ集いが開かれた。", STRIKE, "historical", None),
    ("ja", "米国はイランの石油企業に新たな制裁を科した。", SANCTION, "occurred", "US"),
    ("ja", "欧州連合はベラルーシへの追加制裁を検討している。", SANCTION, "planned", "EU"),
    ("ja", "農家らのデモは大雨のため中止された。", PROTEST, "cancelled", None),
    ("ja", "ソウルでは毎週土曜日、市民が集会を開いている。", PROTEST, "habitual", None),
    ("ja", "日本と米国は来月、九州で共同訓練を実施する。", EXERCISE, "planned", "JP"),
    ("zh", "朝鲜周四清晨向日本海方向发射两枚短程弹道导弹。", LAUNCH, "occurred", "KP"),
    ("zh", "长征五号运载火箭在文昌成功发射一颗通信卫星。", None, None, None),
    ("zh", "伊朗否认向巴基斯坦境内发射导弹。", LAUNCH, "denied", "IR"),
    ("zh", "以色列战机空袭黎巴嫩南部，造成九人死亡。", STRIKE, "occurred", "IL"),
    ("zh", "美国解除了对叙利亚央行的制裁。", SANCTION, "cancelled", "US"),
    ("zh", "欧盟周一批准对俄罗斯的新一轮制裁。", SANCTION, "occurred", "EU"),
    ("zh", "工会取消了原定周五举行的游行。", PROTEST, "cancelled", None),
    ("zh", "每周日都有市民在广场集会抗议。", PROTEST, "habitual", None),
    ("zh", "泰国军方计划下月举行联合军演。", EXERCISE, "planned", "TH"),
    ("zh", "中国海军在南海举行实弹演习。", EXERCISE, "occurred", "CN"),
    ("de", "Iranische Raketen schlugen am Montag in einem Depot ein.", LAUNCH, "occurred", "IR"),
    ("de", "Das Manöver der Bundeswehr wurde verschoben.", EXERCISE, "cancelled", "DE"),
    ("fr", "L’armée turque a tiré deux missiles lundi matin.", LAUNCH, "occurred", "TR"),
    ("fr", "Une manifestation est prévue jeudi à Lille.", PROTEST, "planned", None),
    ("es", "Irán disparó tres misiles contra una base.", LAUNCH, "occurred", "IR"),
    ("es", "Londres niega haber impuesto sanciones a ese banco.", SANCTION, "denied", "GB"),
    ("ru", "Турецкая авиация нанесла удары по трём сёлам.", STRIKE, "occurred", "TR"),
    ("ru", "Учения российской армии перенесли на осень.", EXERCISE, "cancelled", "RU"),
    ("ar", "قصفت طائرات إسرائيلية مخزنا قرب صور صباح الاثنين.", STRIKE, "occurred", "IL"),
    ("zh", "以色列战机周一轰炸了加沙的一处仓库。", STRIKE, "occurred", "IL"),
    ("ja", "北朝鮮は四日、弾道ミサイルを発射した。", LAUNCH, "occurred", "KP"),
    ("ko", "북한이 월요일 탄도미사일 한 발을 발사했다.", LAUNCH, "occurred", "KP"),
    ("ko", "한미 연합훈련이 다음 주로 연기됐다.", EXERCISE, "cancelled", "KR"),
    (
        "de",
        "Bei einem russischen Raketenangriff auf Saporischschja sind am Donnerstag zwei Menschen getötet worden.",
        LAUNCH,
        "occurred",
        "RU",
    ),
    (
        "de",
        "Am Jahrestag erinnert die Stadt an den Luftangriff britischer Bomber im Februar 1945.",
        STRIKE,
        "historical",
        "GB",
    ),
    ("de", "Fast täglich fliegt die saudische Luftwaffe Angriffe auf Stellungen im Norden.", STRIKE, "habitual", "SA"),
    (
        "de",
        "Sollte die EU Sanktionen gegen Chinas Banken verhängen, droht eine Klagewelle.",
        SANCTION,
        "hypothetical",
        "EU",
    ),
    (
        "de",
        "Die Rebellen behaupten, eine Rakete auf Riad abgefeuert zu haben; eine Bestätigung gab es nicht.",
        LAUNCH,
        "claimed",
        None,
    ),
    ("de", "Die Polizei löste am Abend eine Demonstration vor dem Innenministerium auf.", PROTEST, "occurred", None),
    ("de", "Der Film erzählt von einem Raketenangriff auf New York.", None, None, None),
    ("de", "Schweden hat das Manöver in der Ostsee wegen Sturms abgebrochen.", EXERCISE, "cancelled", "SE"),
    ("fr", "Les rebelles houthistes ont revendiqué le tir d'un missile contre Eilat.", LAUNCH, "claimed", "Houthi"),
    ("fr", "Des écoliers ont participé à une simulation d'attaque de missile.", LAUNCH, "drill", None),
    ("fr", "Le tir d'essai du missile a été reporté à cause du vent.", LAUNCH, "cancelled", None),
    (
        "fr",
        "Si Londres sanctionnait les raffineurs indiens, le prix du gazole grimperait.",
        SANCTION,
        "hypothetical",
        "GB",
    ),
    ("fr", "L'attaquant a décoché un missile sous la barre à la 89e minute du match.", None, None, None),
    ("fr", "Rassemblement annulé à Nantes faute d'autorisation.", PROTEST, "cancelled", None),
    ("fr", "Trois villages bombardés par l'aviation birmane.", STRIKE, "occurred", "MM"),
    ("fr", "L'armée indienne nie toute manœuvre militaire près de la frontière.", EXERCISE, "denied", "IN"),
    ("es", "Un misil ruso impactó contra un edificio de viviendas en Dnipró.", LAUNCH, "occurred", "RU"),
    ("es", "Corea del Sur aplazó la prueba del misil por mal tiempo.", LAUNCH, "cancelled", "KR"),
    (
        "es",
        "Los hutíes aseguran haber lanzado un misil contra un petrolero, algo que no se pudo verificar.",
        LAUNCH,
        "claimed",
        "Houthi",
    ),
    ("es", "Cada jueves las madres marchan alrededor de la plaza.", PROTEST, "habitual", None),
    ("es", "En 1937 la aviación alemana bombardeó Guernica.", STRIKE, "historical", "DE"),
    ("es", "Perú desmintió que planee sancionar a empresas chinas.", SANCTION, "denied", "PE"),
    ("es", "El cohete puso en órbita tres satélites.", None, None, None),
    ("es", "Estudiantes protestan en Bogotá contra el alza del pasaje.", PROTEST, "occurred", None),
    ("ru", "По порту Одессы выпущены три ракеты, двое погибших.", LAUNCH, "occurred", None),
    ("ru", "Хуситы утверждают, что запустили ракету по Эйлату, подтверждений этому нет.", LAUNCH, "claimed", "Houthi"),
    ("ru", "Школьники отработали действия при ракетном ударе в ходе учебной тревоги.", LAUNCH, "drill", None),
    ("ru", "Франция намерена ввести санкции против судовладельцев.", SANCTION, "planned", "FR"),
    ("ru", "Мэрия сообщила, что митинг перенесён на осень.", PROTEST, "cancelled", None),
    ("ru", "Нападающий выпустил ракету из-за штрафной, вратарь был бессилен.", None, None, None),
    ("ru", "Индия и Франция проводят совместные учения в Аравийском море.", EXERCISE, "occurred", "IN"),
    ("ar", "أجلت الهند تجربة صاروخية كانت مقررة هذا الأسبوع.", LAUNCH, "cancelled", "IN"),
    ("ar", "يحيي اليابانيون ذكرى الغارة الأمريكية على طوكيو عام 1945.", STRIKE, "historical", "US"),
    ("ar", "لوحت واشنطن بفرض عقوبات على بغداد.", SANCTION, "threatened", "US"),
    ("ar", "إذا فرضت بريطانيا عقوبات على المصارف فسيرتفع سعر الصرف.", SANCTION, "hypothetical", "GB"),
    ("ar", "يتظاهر المتقاعدون كل يوم أحد أمام البرلمان.", PROTEST, "habitual", None),
    ("ar", "أطلق المهاجم صاروخا في مرمى الحارس.", None, None, None),
    ("ar", "اختتمت تركيا وأذربيجان مناورات مشتركة قرب الحدود.", EXERCISE, "occurred", "TR"),
    ("ko", "러시아 순항미사일이 오데사 항구에 떨어져 세 명이 다쳤다.", LAUNCH, "occurred", "RU"),
    ("ko", "후티 반군은 이스라엘을 향해 미사일을 쐈다고 주장했으나 확인되지 않았다.", LAUNCH, "claimed", "Houthi"),
    ("ko", "인도는 기상 악화로 미사일 시험발사를 연기했다.", LAUNCH, "cancelled", "IN"),
    ("ko", "파키스탄은 아프가니스탄 마을을 폭격했다는 보도를 부인했다.", STRIKE, "denied", "PK"),
    ("ko", "영국이 중국 은행을 제재하면 런던 금융가가 흔들릴 것이다.", SANCTION, "hypothetical", "GB"),
    ("ko", "대학생 수백 명이 등록금 인상에 반대하며 거리로 나섰다.", PROTEST, "occurred", None),
    ("ko", "한국과 미국은 다음 달 연합훈련을 실시할 계획이다.", EXERCISE, "planned", "KR"),
    ("ko", "공격수가 미사일 같은 중거리슛을 쐈다.", None, None, None),
    ("ja", "ロシアの巡航ミサイルがオデーサの港に着弾し、三人が負傷した。", LAUNCH, "occurred", "RU"),
    ("ja", "インドは悪天候のためミサイルの発射実験を延期した。", LAUNCH, "cancelled", "IN"),
    ("ja", "フーシ派はイスラエルにミサイルを発射したと主張したが、確認されていない。", LAUNCH, "claimed", "Houthi"),
    ("ja", "英国が中国の銀行に制裁を科せば、市場は混乱するだろう。", SANCTION, "hypothetical", "GB"),
    ("ja", "学生数百人が学費値上げに抗議して街頭に出た。", PROTEST, "occurred", None),
    ("ja", "ミャンマー軍の戦闘機が学校を爆撃した。", STRIKE, "occurred", "MM"),
    ("ja", "映画では東京がミサイル攻撃を受ける。", None, None, None),
    ("ja", "ロシアは中国との合同演習を否定した。", EXERCISE, "denied", "RU"),
    ("zh", "俄罗斯一枚巡航导弹击中敖德萨港口，三人受伤。", LAUNCH, "occurred", "RU"),
    ("zh", "因天气恶劣，印度推迟了导弹试射。", LAUNCH, "cancelled", "IN"),
    ("zh", "胡塞武装声称向以色列发射导弹，但未获证实。", LAUNCH, "claimed", "Houthi"),
    ("zh", "如果英国制裁中国的银行，伦敦金融城将受到冲击。", SANCTION, "hypothetical", "GB"),
    ("zh", "数百名大学生走上街头，反对学费上涨。", PROTEST, "occurred", None),
    ("zh", "一九四五年三月，美国轰炸机空袭东京。", STRIKE, "historical", "US"),
    ("zh", "前锋一记导弹般的远射命中球门，球迷沸腾。", None, None, None),
    ("zh", "居民参加了模拟导弹袭击的疏散演练。", LAUNCH, "drill", None),
]


@pytest.fixture(scope="module")
def annotate():
    return standard()


def an_article(language, body, headline=""):
    at = datetime(2026, 3, 12, 18, tzinfo=UTC)  # a Thursday
    return Article(uri="a", body=body, headline=headline, language=language, published_at=at)


@pytest.mark.parametrize(("language", "text", "subtype", "status", "actor"), TOLD)
def test_a_sentence_tells_its_event_with_status_and_actor(annotate, language, text, subtype, status, actor):
    events = [event for event in annotate(an_article(language, text)).events if event.subtype in WATCHED]

    assert [(e.subtype, e.status) for e in events] == ([(subtype, status)] if subtype else [])
    assert [e.actor.country or e.actor.name for e in events if e.actor] == ([actor] if actor else [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_triggers_of_the_five_subtypes_and_cues_of_every_status(language):
    source = load_language(language).source

    assert set(source.triggers) == WATCHED
    assert {cue.status for cue in source.statuses} >= {
        *("denied", "cancelled", "threatened", "drill", "historical", "habitual", "planned", "claimed", "hypothetical"),
    }


def test_offsets_are_relative_to_the_part_and_the_quote_is_the_sentence(annotate):
    article = an_article("de", "Es war ruhig. Iran feuerte am Abend drei Raketen ab. Dann kam Regen.", headline="Lage")
    (event,) = annotate(article).events

    assert event.quote.text == "Iran feuerte am Abend drei Raketen ab."
    assert article.body[event.trigger.start : event.trigger.end] == event.trigger.text == "feuert"
    assert event.actor is not None
    assert article.body[event.actor.start : event.actor.end] == "Iran"


def test_a_year_makes_history_but_not_behind_since(annotate):
    past = annotate(an_article("fr", "En 2017, Pyongyang a tiré un missile au-dessus du Japon.")).events
    now = annotate(an_article("fr", "Pyongyang a tiré son premier missile de ce type depuis 2017.")).events

    assert [event.status for event in past] == ["historical"]
    assert [event.status for event in now] == ["occurred"]


def test_a_date_outside_the_window_makes_history_and_one_ahead_a_plan(annotate):
    statuses = [
        annotate(an_article("zh", f"日本和菲律宾{when}举行联合演习。")).events[0].status
        for when in ("2月3日", "3月11日", "4月20日")
    ]

    assert statuses == ["historical", "occurred", "planned"]


def test_sentences_end_at_the_marks_of_every_script_and_not_at_an_ordinal():
    texts = [
        "Am 5. März begann es. Dann endete es.",
        "第一句。第二句！",
        "هل بدأت؟ نعم بدأت.",
        "한 문장이다. 두 문장이다.",
    ]

    assert [len(list(sentences(text))) for text in texts] == [2, 2, 2, 2]


def test_a_class_that_is_not_there_is_named(tmp_path):
    triggers = {"protest": Triggers(groups=(Group(words="$crowd"),))}
    source = Source(triggers=triggers, statuses=(), actors={}, markers=Markers())

    with pytest.raises(ConfigError, match="crowd is no class"):
        Language(source, tmp_path / "xx.yaml")


def test_a_language_that_is_not_known_gives_no_events(annotate):
    assert annotate(an_article("fi", "Ballistinen ohjus laukaistiin maanantaina.")).events == ()
