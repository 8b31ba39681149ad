"""The model in words and formulas, and its limits: the text of the method page."""

from __future__ import annotations

SUMMARY = (
    "You say what you have and want. A solver (OR-Tools CP-SAT) searches all sets of"
    " rotations that obey the rules below for the one with the highest match value,"
    " and computes a bound that no other set can exceed. Where the two meet,"
    " the plan is proven best **for this model and these data**. The chances are"
    " model results on rough assumptions, not forecasts for one person: trust the"
    " comparison of plans more than the level."
)

FORMULAS: tuple[tuple[str, str], ...] = (
    (
        "**Chance of an interview** at program $j$. It starts from how often the"
        " program interviews applicants of your type ($a_j$), and moves with your"
        " profile, your letters, ties, a signal, and a rotation there ($R_j$)."
        " $\\theta \\sim N(0, \\sigma^2)$ is how strong you are in ways nobody records;"
        " all programs share it. $\\Lambda$ is the logistic function. The effect of a"
        " signal was measured in studies without IMGs.",
        r"\begin{aligned} I_j = \Lambda\bigl(&a_j + \text{profile} + \text{letters} \\"
        r" &+ \text{tie}_j + \text{signal}_j \\"
        r" &+ R_j \log \mathrm{OR}_{\text{int}} + \theta\bigr) \end{aligned}",
    ),
    (
        "**Chance of matching there** once interviewed, if you do not match higher up"
        " on your list. On average over those who get an interview it is what 39 IMGs"
        " of the 2026 Match had; strength counts less for it ($\\lambda$). A program"
        " whose policies rule you out has gate 0. Where nothing is known about visas"
        " and you need one, the gate is the chance that the program sponsors.",
        r"\begin{aligned} m_j &= \Lambda\bigl(c + R_j \log \mathrm{OR}_{\text{match}}"
        r" + \lambda \theta\bigr) \\ q_j &= \text{gate}_j\, I_j\, m_j \end{aligned}",
    ),
    (
        "**Letters** add less and less: $g$ rises by a smaller step with each of up to"
        " four strong letters, hands-on counting more than observing and a late one"
        " less. $L$ is the expected number of letters, $L_0$ that of an average"
        " applicant. These steps are guesses.",
        r"\text{letters} = g(L) - g(L_0)",
    ),
    (
        "**What we do not know.** That is the model in the middle of our beliefs. The"
        " cautious one is plainer: letters still to come add nothing, and a rotation"
        " multiplies the odds to match there by $\\rho$, 3.22 for a hands-on one, as"
        " measured in US students of surgery (for an observership a guess). Middle"
        " takes the mean of both values, since nobody will learn which is true.",
        r"\frac{q_j(1)}{1 - q_j(1)} = \rho\, \frac{q_j(0)}{1 - q_j(0)}",
    ),
    (
        "**Signals and places on your list.** A rotation at a program without a signal"
        " takes the signal that is worth least, if it is worth more there. One at a"
        " program off your list takes the place of the last one.",
        "",
    ),
    (
        "**Refusals.** A rotation takes place only if the host accepts you, with"
        " probability $\\alpha_j$. Chances “if all accept” set $\\alpha_j = 1$;"
        " that happens with the product of the $\\alpha_j$ of the plan.",
        r"\begin{aligned} q_j ={}& (1 - \alpha_j)\, q_j(R_j = 0) \\"
        r" &+ \alpha_j\, q_j(R_j = 1) \end{aligned}",
    ),
    (
        "**Match chance**: at least one program takes you, averaged over $\\theta$.",
        r"P = 1 - \mathrm{E}_{\theta} \prod_j \bigl(1 - q_j(\theta)\bigr)",
    ),
    (
        "**Match value.** If it matters to you where you match, each program has a"
        " worth from your ratings. $v_1 > \\dots > v_K$ are the distinct worths,"
        " $v_{K+1} = 0$, and $P_k$ is the chance to match at a program worth at least"
        " $v_k$. The plan maximizes",
        r"V = \sum_k (v_k - v_{k+1})\, P_k",
    ),
    (
        "If it does not matter where, all worths are 1 and $V$ is the match chance.",
        "",
    ),
    (
        "**Cost** is arrival once, plus fees, room, food and transport of each"
        " rotation, plus travel and waiting between them. The budget holds even if"
        " every host accepts.",
        "",
    ),
    (
        "**Range**: the 10th to 90th percentile over 400 draws of all assumptions,"
        " with the plan kept fixed. Low and high of an assumption are its own 10th and"
        " 90th percentile. Ranges are about twice as wide as they used to be: low and"
        " high were taken for the ends of what is possible, and they are not.",
        "",
    ),
)

CALIBRATION = (
    "What the model says beside what is published, and how far apart they may be. Most"
    " of it was used to set the model, so it shows that the model fits, not that it is"
    " right. Misses are shown too."
)

COVERAGE = (
    "**Known** means read on a page, estimated by a rule of the catalog, or general"
    " knowledge; **assumed** means that nothing is on record and a usual value stands"
    " in; **unknown** means empty, which is never taken for no or for 0."
)

IMG_LEVELS = (
    "**Why a program can look less open to US IMGs than to non-US IMGs.** Levels are"
    " buckets of interview rates of about the 2024 season, from a public data set of"
    " 97 programs that does not name its own source. In that aggregate 50 programs"
    " reported no interview of a US IMG and 58 none of a non-US IMG, and the mean rate"
    " was 2.8 % for US IMGs and 3.8 % for non-US IMGs. Few IMGs apply to each program,"
    " so one interview more or less moves a program by a level. Verify a level with"
    " the program before you rely on it."
)

LIMITS: tuple[str, ...] = (
    "A rotation counts only at its own program. It may also help at programs nearby.",
    "A rotation can go badly: hosts in emergency medicine placed 12 % of US students in"
    " the lowest third. The effect of a rotation is an average that includes these.",
    "Hosts are taken to refuse independently of each other.",
    "Letters enter at their expected number, which is slightly too kind when hosts may"
    " refuse.",
    "Where hosts may refuse, the signals they would take are counted one by one.",
    "The effect of a rotation is carried over from studies of US students in other"
    " specialties; none was found for IMGs in PM&R, and none at all for observerships"
    " and letters.",
    "The average student is someone who puts PM&R first and chooses programs as this"
    " planner does. How many of them get no interview at all cannot be known: those"
    " lists are not published.",
    "Prices are typical ones for a city, built from public rent and hotel figures, not"
    " from rooms that are on offer.",
    "Hosts change rules, dates and fees. Every fact is the last one seen: ask first.",
)
